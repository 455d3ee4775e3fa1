package dev.limpet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the three have in common, with nodes that need no Tomcat. */
class InstalledBalancersIT {
    private FakeNode node1;
    private FakeNode node2;
    private InstalledBalancer balancer;

    enum Kind {
        HAPROXY(HaProxy::isInstalled, HaProxy::start),
        NGINX(Nginx::isInstalled, Nginx::start),
        HTTPD(Httpd::isInstalled, Httpd::start);

        private final BooleanSupplier installed;
        private final Balancer.Starter starter;

        Kind(BooleanSupplier installed, Balancer.Starter starter) {
            this.installed = installed;
            this.starter = starter;
        }
    }

    @BeforeEach
    void startNodes() throws IOException {
        node1 = FakeNode.start("node1");
        node2 = FakeNode.start("node2");
    }

    @AfterEach
    void close() {
        if (balancer != null) {
            balancer.close();
        }
        node1.close();
        node2.close();
    }

    private void start(Kind kind) {
        assumeTrue(kind.installed.getAsBoolean(), () -> kind + " is not installed");
        balancer = (InstalledBalancer) kind.starter.start(FreePort.any(), List.of(node1.target(), node2.target()));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void followsTheCookieAndLeavesADeadNode(Kind kind) throws Exception {
        start(kind);
        awaitHome("node2");
        awaitHome("node1");
        node2.close();
        assertThat(get("node2")).isEqualTo("200 node1 GET");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void answersOnTheSamePortAfterARestartAndAReload(Kind kind) throws Exception {
        start(kind);
        long before = balancer.pid();
        balancer.restart();
        assertThat(balancer.pid()).isNotEqualTo(before);
        awaitHome("node2");
        balancer.reload();
        awaitHome("node2");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void leavesNoProcessWhenClosed(Kind kind) {
        start(kind);
        List<ProcessHandle> all = new ArrayList<>(
                ProcessHandle.of(balancer.pid()).orElseThrow().descendants().toList());
        all.add(ProcessHandle.of(balancer.pid()).orElseThrow());
        balancer.close();
        assertThat(all).noneMatch(ProcessHandle::isAlive);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void refusesNodesItsFileDoesNotKnow(Kind kind) {
        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(() -> kind.starter.start(FreePort.any(), List.of(new Balancer.Target("blue", 1))))
                .withMessageContaining("blue");
    }

    /** On a busy machine a check may be late, and the node be taken for dead for a while. */
    private void awaitHome(String node) {
        await().atMost(Duration.ofSeconds(30)).until(() -> get(node).equals("200 " + node + " GET"));
    }

    private String get(String route) throws IOException, InterruptedException {
        return Http.get(balancer.url(), "/", route);
    }
}
