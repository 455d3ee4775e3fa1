package dev.limpet.it.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.limpet.cluster.InstalledBalancer;
import dev.limpet.cluster.Project;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.CookieJar;

/** Nodes with two builds of the jar at a time: of one format of stored sessions, and of two. */
class RollingUpgradeIT {

    private Cluster cluster;

    @TempDir
    Path temp;

    @BeforeEach
    void start() {
        Kind.HAPROXY.require();
        cluster = Cluster.hasty();
    }

    @AfterEach
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void anUpgradeNodeByNodeUnderLoadIsNoticedByNobody() {
        Build older = Build.withVersion("0.0.9", temp);
        TomcatNode first = cluster.node("node1");
        older.install(first);
        first.restart();
        try (InstalledBalancer balancer = Kind.HAPROXY.start(cluster.targets())) {
            cluster.awaitSettled(balancer);
            Scenarios.Load load = new Scenarios.Load(20, 1);
            Scenarios.rolling(cluster, balancer, load, older::install).assertNothingFailed();
            Build current = Build.of(Project.locate().limpetJar());
            Scenarios.rolling(cluster, balancer, load, current::install).assertNothingFailed();
        }
    }

    @Test
    void aNewerFormatIsLeftAloneByOlderNodesAndTheOlderIsReadByNewerOnes() {
        TomcatNode older = cluster.node("node1");
        TomcatNode newer = cluster.node("node2");
        newer.kill();
        Build.withFormat(2, temp).install(newer);
        newer.start().awaitStarted();

        Browser browser = Browser.create();
        assertThat(served(browser, older)).isEqualTo(new Served("node1", 1));
        assertThat(served(browser, newer)).isEqualTo(new Served("node2", 2));

        Answer refused = browser.post(older.url() + "/served", "");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isPresent();
        assertThat(refused.setCookie(CookieJar.SESSION)).isEmpty();
        assertThat(browser.get(older, "/served").status()).isEqualTo(503);

        assertThat(served(browser, newer)).isEqualTo(new Served("node2", 3));
    }

    private static Served served(Browser browser, TomcatNode node) {
        return Served.of(browser.post(node.url() + "/served", ""));
    }
}
