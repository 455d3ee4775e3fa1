package dev.limpet.it.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.limpet.cluster.InstalledBalancer;

/**
 * Restarts and crashes at length, with many visitors; started by {@code integration-tests/endurance}, no part of the build.
 * System properties: limpet.balancer (haproxy), limpet.visitors (200), limpet.rounds (3), limpet.minutes (3).
 */
class EnduranceRun {

    private static final Duration BETWEEN = Duration.ofSeconds(20);

    private Cluster cluster;
    private InstalledBalancer balancer;

    @BeforeEach
    void start() {
        Kind kind =
                Kind.valueOf(System.getProperty("limpet.balancer", "haproxy").toUpperCase(Locale.ROOT));
        kind.require();
        cluster = Cluster.asDelivered();
        balancer = kind.start(cluster.targets());
        cluster.awaitSettled(balancer);
    }

    @AfterEach
    void stop() {
        if (balancer != null) {
            balancer.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void rolling() {
        Scenarios.Load load = new Scenarios.Load(visitors(), Integer.getInteger("limpet.rounds", 3));
        Scenarios.rolling(cluster, balancer, load).assertNothingFailed();
    }

    @Test
    void crash() {
        int crashes = (int)
                (Duration.ofMinutes(Integer.getInteger("limpet.minutes", 3)).dividedBy(BETWEEN));
        Tally tally = Scenarios.crashes(cluster, balancer, new Scenarios.Load(visitors(), crashes), BETWEEN);
        tally.assertOnlyRequestsOnTheirWayFailed();
        assertThat(tally.availability()).as("availability in %").isGreaterThanOrEqualTo(Tally.GOAL);
    }

    private static int visitors() {
        return Integer.getInteger("limpet.visitors", 200);
    }
}
