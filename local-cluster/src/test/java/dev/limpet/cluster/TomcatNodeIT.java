package dev.limpet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TomcatNodeIT {
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(ints = {10, 11})
    void servesIsKilledComesBackIsFrozenAndLeavesNothing(int major) throws Exception {
        TomcatNode node = node(major).name("node7").redis("redis://r:1").build();
        try (node) {
            node.start().awaitStarted();
            assertThat(Http.get(node.url(), "/page", null)).as(node::log).isEqualTo("200 node7 redis://r:1");
            assertThat(node.log()).contains("Apache Tomcat/" + major + ".").contains("Server startup in");
            long first = node.pid();

            node.kill();
            assertThat(node.isAlive()).isFalse();
            assertThat(node.health(SHORT)).isEqualTo(-1);

            node.start().awaitStarted();
            assertThat(node.pid()).isNotEqualTo(first);
            assertThat(node.cpuTime()).isPositive();

            node.freeze();
            assertThat(node.health(SHORT)).isEqualTo(-1);
            node.thaw();
            assertThat(node.health(Duration.ofSeconds(20))).as(node::log).isEqualTo(200);
        }
        assertThat(node.isAlive()).isFalse();
        assertThat(node.base()).doesNotExist();
    }

    @Test
    void stopsGracefullyAndRestartsOnItsPort() throws Exception {
        try (TomcatNode node = node(11).jvmOption("-Dnode.stop.millis=1000").build()) {
            node.start().awaitStarted();
            node.restart();
            assertThat(node.log()).contains("Stopping service [Catalina]");
            assertThat(Http.get(node.url(), "/page", null)).as(node::log).startsWith("200 node1");
        }
    }

    @Test
    void tellsTheEndOfTheLogWhenItDies() throws IOException {
        try (TomcatNode node = node(11).jvmOption("-Xmx1k").build()) {
            node.start();
            assertThatExceptionOfType(StartFailedException.class)
                    .isThrownBy(node::awaitStarted)
                    .withMessageContaining("node1 ended with status 1")
                    .withMessageContaining("heap");
        }
    }

    private TomcatNode.Builder node(int major) throws IOException {
        TomcatNode.Builder builder = TomcatNode.builder(TomcatDistribution.ofMajor(major));
        return Standin.configure(builder, Standin.war(temp));
    }
}
