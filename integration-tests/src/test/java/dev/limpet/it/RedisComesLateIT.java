package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Nodes;

/** A node that is started before its Redis starts all the same, says so, and needs no restart when Redis comes. */
class RedisComesLateIT {

    private final RedisServer redis = RedisServer.start();
    private final Nodes nodes = new Nodes(redis.url());
    private final Browser browser = Browser.create();

    @AfterEach
    void stop() {
        nodes.close();
        redis.close();
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void theNodeStartsAndWorksAsSoonAsRedisIsThere(int major) {
        redis.stop();
        TomcatNode node = nodes.start(major, "node1").awaitStarted();

        await().untilAsserted(() ->
                assertThat(browser.get(node, TomcatNode.HEALTH).body()).contains("\"redis\":\"down\""));
        assertThat(browser.get(node, TomcatNode.HEALTH).status()).isEqualTo(200);
        assertThat(browser.get(node, "/free").body()).isEqualTo("free");
        assertUnavailable(node, "/session/count");
        browser.cookies().set("JSESSIONID", "0123456789ABCDEF0123456789ABCDEF.node1");
        assertUnavailable(node, "/session/peek");
        assertThat(browser.cookies().suffix()).isEqualTo("node1");

        redis.startAgain();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(browser.get(node, TomcatNode.HEALTH).body()).contains("\"redis\":\"up\""));
        assertThat(browser.get(node, "/session/count").body()).isEqualTo("1");
        assertThat(browser.get(node, "/session/count").body()).isEqualTo("2");
    }

    private void assertUnavailable(TomcatNode node, String path) {
        Instant asked = Instant.now();
        Answer answer = browser.get(node, path);
        assertThat(answer.status()).as(path).isEqualTo(503);
        assertThat(answer.header("retry-after")).as(path).isPresent();
        assertThat(answer.setCookie("JSESSIONID")).as(path).isEmpty();
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }
}
