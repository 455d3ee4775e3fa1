package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Jmx;
import dev.limpet.it.harness.Nodes;

/** An application is reloaded under its users. */
class ReloadIT {

    private static RedisServer redis;
    private static Nodes nodes;
    private static TomcatNode a;
    private static TomcatNode b;

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        nodes = new Nodes(redis.url());
        a = nodes.start(10, "a");
        b = nodes.start(11, "b");
        nodes.awaitStarted();
    }

    @AfterAll
    static void stop() {
        nodes.close();
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void theSessionSurvivesAndNothingIsLeftOfTheFormerApplication(String name) {
        TomcatNode node = name.equals("a") ? a : b;
        TomcatNode other = node == a ? b : a;
        Browser browser = Browser.create();
        int count = 0;
        browser.get(node, "/session/count");
        browser.get(node, "/session/list?add=1");
        String id = browser.cookies().sessionId();
        for (int reload = 1; reload <= 3; reload++) {
            Jmx.reloadRootContext(node);
            count = Integer.parseInt(browser.get(node, "/session/count").body());
            assertThat(count).isEqualTo(reload * 2);
            assertThat(browser.get(other, "/session/count").body()).isEqualTo(Integer.toString(count + 1));
        }
        assertThat(browser.get(node, "/session/list?add=2").body()).isEqualTo("1,2");
        assertThat(browser.cookies().sessionId()).isEqualTo(id);
        assertThat(node.log())
                .contains("Reloading Context with name [] is completed")
                .doesNotContain("memory leak")
                .doesNotContain("SEVERE")
                .doesNotContain("has failed to stop it");
        assertThat(browser.get(node, "/events").body()).doesNotContain("destroyed " + id);
    }
}
