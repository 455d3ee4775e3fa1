package dev.limpet.redis;

import static dev.limpet.redis.RedisClientTest.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;

class RedisClusterTest {

    private static final Script COUNT = Script.of("count", "return redis.call('INCR', KEYS[1])");
    private static final Script TELL = Script.of("tell", "return redis.call('PUBLISH', 'news', ARGV[1])");

    private static RedisClient acquire(RedisClusterFixture cluster) {
        return new RedisClients().acquire(new RedisSettings(cluster.url(), null, Duration.ofSeconds(2), 0));
    }

    @Test
    void runsScriptsWhereTheirKeysAre() throws Exception {
        try (RedisClusterFixture cluster = RedisClusterFixture.start();
                RedisClient client = acquire(cluster)) {
            Batch batch = client.batch();
            for (int i = 0; i < 100; i++) {
                batch.add(COUNT, "{" + i + "}:k", List.of("{" + i + "}:k"));
            }
            for (CompletionStage<Object> answer : batch.send()) {
                assertThat(answer(answer)).isEqualTo(1L);
            }
            assertThat(cluster.nodes()).allMatch(node -> node.calls("incr") > 10);
            assertThat(cluster.nodes().mapToLong(node -> node.calls("incr")).sum())
                    .isEqualTo(100);
        }
    }

    @Test
    void followsASlotThatHasMoved() throws Exception {
        try (RedisClusterFixture cluster = RedisClusterFixture.start();
                RedisClient client = acquire(cluster)) {
            int slot = Integer.parseInt(cluster.node(0).command("CLUSTER", "KEYSLOT", "k"));
            int from = slot * 3 / 16_384;
            int to = (from + 1) % 3;
            cluster.move(slot, from, to);
            assertThat(answer(client.eval(COUNT, "k", List.of("k")))).isEqualTo(1L);
            assertThat(cluster.node(to).command("GET", "k")).isEqualTo("1");
        }
    }

    @Test
    void hearsWhatAScriptPublishesAtAnyNode() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (RedisClusterFixture cluster = RedisClusterFixture.start();
                RedisClient client = acquire(cluster)) {
            client.subscribe("news", heard::add);
            await().atMost(Duration.ofSeconds(10)).until(() -> cluster.nodes()
                    .anyMatch(node -> !node.command("PUBSUB", "NUMPAT").isEmpty()
                            && node.command("CLIENT", "LIST", "TYPE", "pubsub").contains("sub=1")));
            for (String key : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
                answer(client.eval(TELL, key, List.of(key), key));
            }
            await().untilAsserted(
                            () -> assertThat(heard).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f", "g", "h"));
        }
    }

    @Test
    void startsWithoutTheClusterAndWorksWhenItComes() {
        try (RedisClusterFixture cluster = RedisClusterFixture.reserve();
                RedisClient client = acquire(cluster)) {
            assertThatThrownBy(() -> answer(client.eval(COUNT, "k", List.of("k"))))
                    .hasCauseInstanceOf(RedisUnavailableException.class);
            cluster.launch();
            await().atMost(Duration.ofSeconds(15))
                    .ignoreExceptions()
                    .until(() -> answer(client.eval(COUNT, "k", List.of("k"))).equals(1L));
        }
    }
}
