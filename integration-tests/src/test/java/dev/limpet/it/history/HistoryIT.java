package dev.limpet.it.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Random requests under random faults break no promise: the short form. {@code integration-tests/history} is the long one. */
class HistoryIT {

    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final int ENOUGH = 50;

    private static Testbed testbed;

    @BeforeAll
    static void start() {
        testbed = new Testbed();
    }

    @AfterAll
    static void stop() {
        testbed.close();
    }

    @Test
    void noViolationWithARandomSeed() {
        long seed = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
        HistoryReport report = HistoryRun.of(testbed, seed, SHORT);
        System.out.println(report);
        report.assertNoViolation();
        assertThat(report.done()).as("acknowledged operations").isGreaterThan(ENOUGH);
    }
}
