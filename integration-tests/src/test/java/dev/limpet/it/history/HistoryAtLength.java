package dev.limpet.it.history;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.junit.jupiter.api.Test;

/**
 * Random requests under random faults for minutes; started by {@code integration-tests/history}, no part of the build. System
 * properties: limpet.seconds (600), limpet.seed (a random one).
 */
class HistoryAtLength {

    @Test
    void noViolation() {
        long seed = Long.getLong("limpet.seed", ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        System.out.println("seed " + seed);
        try (Testbed testbed = new Testbed()) {
            HistoryReport report =
                    HistoryRun.of(testbed, seed, Duration.ofSeconds(Long.getLong("limpet.seconds", 600)));
            System.out.println(report);
            report.assertNoViolation();
        }
    }
}
