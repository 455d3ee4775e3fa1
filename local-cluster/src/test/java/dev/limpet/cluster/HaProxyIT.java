package dev.limpet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.limpet.cluster.HaProxy#isInstalled")
class HaProxyIT {
    private FakeNode node1;
    private FakeNode node2;
    private HaProxy balancer;

    @BeforeEach
    void start() throws IOException {
        node1 = FakeNode.start("node1");
        node2 = FakeNode.start("node2");
        balancer = HaProxy.start(FreePort.any(), List.of(node1.target(), node2.target()));
    }

    @AfterEach
    void close() {
        balancer.close();
        node1.close();
        node2.close();
    }

    @Test
    void followsTheCookieAndLeavesADeadNode() throws Exception {
        assertThat(get("node2")).isEqualTo("200 node2 GET");
        node2.close();
        assertThat(get("node2")).isEqualTo("200 node1 GET");
    }

    @Test
    void tellsWhatItThinksOfTheNodes() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> balancer.command("show stat").contains("tomcats,node3,")
                        && balancer.command("show servers state tomcats").contains("node1"));
    }

    @Test
    void leavesNoProcessWhenClosed() {
        long pid = balancer.pid();
        balancer.close();
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void refusesNodesItsFileDoesNotKnow() {
        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(() -> HaProxy.start(FreePort.any(), List.of(new Balancer.Target("blue", 1))))
                .withMessageContaining("blue");
    }

    private String get(String route) throws IOException, InterruptedException {
        return Http.get(balancer.url(), "/", route);
    }
}
