package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Nodes;

/** Two nodes were given the same name. */
class DuplicateRouteIT {

    private static RedisServer redis;
    private static Nodes nodes;
    private static TomcatNode first;
    private static TomcatNode second;

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        nodes = new Nodes(redis.url());
        first = nodes.start(10, "twin");
        second = nodes.start(11, "twin");
        nodes.awaitStarted();
    }

    @AfterAll
    static void stop() {
        nodes.close();
        redis.close();
    }

    @Test
    void bothSaySoAndNothingIsLost() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(new TomcatNode[] {first, second})
                .allSatisfy(node -> assertThat(node.log()).contains("another live node calls itself twin as well")));
        Browser browser = Browser.create();
        for (int i = 1; i <= 100; i++) {
            assertThat(browser.get(i % 2 == 0 ? first : second, "/session/count")
                            .body())
                    .isEqualTo(Integer.toString(i));
        }
    }
}
