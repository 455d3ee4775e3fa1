package dev.limpet.it.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.limpet.cluster.InstalledBalancer;
import dev.limpet.cluster.Project;
import dev.limpet.cluster.TomcatNode;

/**
 * Restarts, upgrades and crashes at length, with many visitors; started by {@code integration-tests/endurance}, no part of the build.
 * System properties: limpet.balancer (haproxy), limpet.visitors (200), limpet.rounds (3), limpet.minutes (3), limpet.older (a jar; a copy of this build).
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
        Scenarios.rolling(cluster, balancer, rounds()).assertNothingFailed();
    }

    /** Two builds all the time: each node, in turn, gets the one that it has not had. */
    @Test
    void upgrade(@TempDir Path temp) {
        String jar = System.getProperty("limpet.older");
        Build older = jar == null ? Build.withVersion("0.0.9", temp) : Build.of(Path.of(jar));
        Build current = Build.of(Project.locate().limpetJar());
        Set<TomcatNode> upgraded = new HashSet<>(cluster.nodes());
        TomcatNode first = cluster.nodes().get(0);
        upgraded.remove(first);
        older.install(first);
        first.restart();
        Scenarios.rolling(cluster, balancer, rounds(), node -> {
                    boolean goesBack = upgraded.remove(node);
                    if (!goesBack) {
                        upgraded.add(node);
                    }
                    (goesBack ? older : current).install(node);
                })
                .assertNothingFailed();
    }

    @Test
    void crash() {
        int crashes = (int)
                (Duration.ofMinutes(Integer.getInteger("limpet.minutes", 3)).dividedBy(BETWEEN));
        Tally tally = Scenarios.crashes(cluster, balancer, new Scenarios.Load(visitors(), crashes), BETWEEN);
        tally.assertOnlyRequestsOnTheirWayFailed();
        assertThat(tally.availability()).as("availability in %").isGreaterThanOrEqualTo(Tally.GOAL);
    }

    private static Scenarios.Load rounds() {
        return new Scenarios.Load(visitors(), Integer.getInteger("limpet.rounds", 3));
    }

    private static int visitors() {
        return Integer.getInteger("limpet.visitors", 200);
    }
}
