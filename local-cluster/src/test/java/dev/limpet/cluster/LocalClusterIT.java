package dev.limpet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalClusterIT {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    Path temp;

    @Test
    void obeysTheConsoleAndLeavesNothing() throws Exception {
        List<Path> files = new ArrayList<>();
        long redisPid;
        try (LocalCluster cluster = LocalCluster.start(plan())) {
            Console console = new Console(cluster, new PrintStream(printed, true, StandardCharsets.UTF_8));
            redisPid = cluster.redis().orElseThrow().pid();
            cluster.nodes().forEach(node -> files.add(node.base()));
            assertThat(page(cluster, "node2")).isEqualTo("200 node2 " + cluster.redisUrl());

            assertThat(console.handle("kill node2")).isTrue();
            assertThat(page(cluster, "node2")).startsWith("200 node1");
            assertThat(console.handle("kill node2")).isTrue();
            assertThat(console.handle("")).isTrue();
            assertThat(console.handle("status")).isTrue();
            assertThat(printed()).contains("node2 is not running").contains(", healthy");

            assertThat(console.handle("start node2")).isTrue();
            assertThat(cluster.node("node2").isAlive()).isTrue();
            assertThat(console.handle("freeze node2")).isTrue();
            assertThat(printed()).contains("frozen");
            assertThat(console.handle("quit")).isFalse();
        }
        assertThat(ProcessHandle.of(redisPid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(files).hasSize(2).noneMatch(path -> path.toFile().exists());
    }

    @Test
    void stopsWhatItHasStartedWhenAPartFails() throws IOException {
        List<TomcatNode> started = new ArrayList<>();
        Balancer.Starter broken = (port, targets) -> {
            throw new StartFailedException("no balancer today");
        };
        LocalCluster cluster = LocalCluster.create();
        LocalCluster.Plan plan = plan().withNodes(1).withBalancer(broken);
        try (cluster) {
            assertThatExceptionOfType(StartFailedException.class)
                    .isThrownBy(() -> cluster.fill(plan))
                    .withMessage("no balancer today");
            started.addAll(cluster.nodes());
        }
        assertThat(started).hasSize(1).noneMatch(TomcatNode::isAlive);
    }

    private String page(LocalCluster cluster, String route) throws IOException, InterruptedException {
        return Http.get(cluster.balancer().url(), "/page", route);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private LocalCluster.Plan plan() throws IOException {
        Path war = Standin.war(temp);
        return new LocalCluster.Plan(
                TomcatDistribution.ofMajor(11),
                2,
                FreePort.any(),
                null,
                EmbeddedBalancer::start,
                node -> Standin.configure(node, war));
    }
}
