package dev.limpet.it.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.limpet.cluster.FreePort;
import dev.limpet.cluster.InstalledBalancer;
import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Nodes;

/** HAProxy hears of a drain by the agent check alone: its health checks are taken out of the file. */
class AgentCheckIT {

    private static final int SOME = 12;

    private final List<Integer> ports = new ArrayList<>();
    private final List<TomcatNode> all = new ArrayList<>();
    private RedisServer redis;
    private Nodes nodes;

    @BeforeEach
    void start() {
        Kind.HAPROXY.require();
        redis = RedisServer.start();
        nodes = new Nodes(redis.url());
        for (int number = 1; number <= 3; number++) {
            int port = FreePort.any();
            ports.add(port);
            all.add(nodes.start(
                    10,
                    "node" + number,
                    node -> node.contextXml(
                            Nodes.contextXml("storeTimeoutMillis=\"10000\" agentPort=\"" + port + "\""))));
        }
        nodes.awaitStarted();
    }

    @AfterEach
    void stop() {
        if (nodes != null) {
            nodes.close();
            redis.close();
        }
    }

    @Test
    void newClientsAvoidANodeThatDrainsAndComeBackWhenItTakesPartAgain() {
        TomcatNode drained = all.get(1);
        try (InstalledBalancer balancer =
                Kind.HAPROXY.start(all.stream().map(TomcatNode::target).toList(), this::byAgent)) {
            await().atMost(Cluster.LONG).until(() -> takers(balancer).size() == 3);
            drained.drain();
            await().atMost(Cluster.LONG).until(() -> !takers(balancer).contains(drained.name()));
            assertThat(takers(balancer)).containsExactlyInAnyOrder("node1", "node3");
            drained.undrain();
            await().atMost(Cluster.LONG).until(() -> takers(balancer).size() == 3);
        }
    }

    private String byAgent(String file) {
        String changed = file.replaceAll("(?m)^ *(option httpchk|http-check ).*$", "");
        for (int number = 1; number <= 3; number++) {
            String cookie = "cookie node" + number;
            changed = BalancerFixture.changed(
                    changed,
                    cookie,
                    cookie + " agent-check agent-addr 127.0.0.1 agent-inter 200ms agent-port " + ports.get(number - 1));
        }
        return changed;
    }

    /** The nodes that clients without a cookie are sent to. */
    private static Set<String> takers(InstalledBalancer balancer) {
        Set<String> takers = new HashSet<>();
        for (int i = 0; i < SOME; i++) {
            takers.add(Served.of(Browser.create().get(balancer.url() + "/served?plain"))
                    .node());
        }
        return takers;
    }
}
