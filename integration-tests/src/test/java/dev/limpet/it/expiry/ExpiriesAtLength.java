package dev.limpet.it.expiry;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Nodes;

/**
 * Many sessions that are due within one minute on three nodes as they are delivered; started by {@code integration-tests/expiries}, no part of the build.
 * System properties: limpet.sessions (100000), limpet.visitors (50).
 */
class ExpiriesAtLength {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration TOUCH_INTERVAL = Duration.ofSeconds(10);
    private static final int MADE_A_SECOND = 400;

    /** A machine with other things to do is no failure; how long the visitors have waited is printed. */
    private static final String PATIENT = Nodes.contextXml("storeTimeoutMillis=\"10000\"");

    @Test
    void visitorsAreNotDisturbed() {
        int sessions = Integer.getInteger("limpet.sessions", 100_000);
        Duration lead = MINUTE.plusSeconds(30 + sessions / MADE_A_SECOND);
        Expiries.Plan plan = new Expiries.Plan(
                sessions,
                lead,
                MINUTE,
                Duration.ofSeconds(15),
                TOUCH_INTERVAL,
                Integer.getInteger("limpet.visitors", 50));
        try (RedisServer redis = RedisServer.start();
                Nodes nodes = new Nodes(redis.url())) {
            List<TomcatNode> all =
                    List.of(start(nodes, 10, "node1"), start(nodes, 11, "node2"), start(nodes, 10, "node3"));
            nodes.awaitStarted();
            Expiries.of(redis, all, plan);
        }
    }

    private static TomcatNode start(Nodes nodes, int major, String name) {
        return nodes.start(major, name, builder -> builder.contextXml(PATIENT));
    }
}
