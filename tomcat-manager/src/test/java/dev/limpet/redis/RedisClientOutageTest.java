package dev.limpet.redis;

import static dev.limpet.redis.RedisClientTest.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisClientOutageTest {

    private static final Script COUNT = Script.of("count", "return redis.call('INCR', KEYS[1])");
    private static final Script PING = Script.of("ping", "return redis.call('PING')");
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private final RedisClients clients = new RedisClients();
    private final RedisServerFixture server = RedisServerFixture.reserve();

    @AfterEach
    void stop() {
        server.close();
    }

    private RedisClient acquire() {
        return clients.acquire(new RedisSettings(server.url(), null, TIMEOUT, 0));
    }

    private Object count(RedisClient client) throws Exception {
        return answer(client.eval(COUNT, "k", List.of("k")));
    }

    private boolean answers(RedisClient client) {
        try {
            return answer(client.eval(PING, "k", List.of())).equals("PONG");
        } catch (Exception e) {
            return false;
        }
    }

    @Test
    void startsWithoutRedisAndWorksWhenItComes() {
        try (RedisClient client = acquire()) {
            assertThatThrownBy(() -> count(client)).hasCauseInstanceOf(RedisUnavailableException.class);
            assertThat(client.connected()).isFalse();
            server.launch();
            await().atMost(Duration.ofSeconds(10)).until(() -> answers(client));
        }
    }

    @Test
    void doesNotHoldTheCallerUpWhileRedisIsAway() {
        try (RedisClient client = acquire()) {
            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                client.eval(COUNT, "k", List.of("k"));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(300));
        }
    }

    @Test
    void subscribesWhenRedisComes() {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (RedisClient client = acquire()) {
            client.subscribe("news", heard::add);
            server.launch();
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> server.command("PUBLISH", "news", "x").equals("1"));
            await().until(() -> heard.contains("x"));
        }
    }

    @Test
    void sendsAScriptOnceThoughItsAnswerIsLate() throws Exception {
        server.launch();
        try (RedisClient client = acquire()) {
            assertThat(count(client)).isEqualTo(1L);
            server.pause();
            try {
                assertThatThrownBy(() -> count(client)).hasCauseInstanceOf(RedisUnavailableException.class);
            } finally {
                server.resume();
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> answers(client));
            assertThat(server.command("GET", "k")).isEqualTo("2");
        }
    }

    @Test
    void worksAgainAfterRedisHasRestarted() throws Exception {
        server.launch();
        List<String> heard = new CopyOnWriteArrayList<>();
        try (RedisClient client = acquire()) {
            client.subscribe("news", heard::add);
            assertThat(count(client)).isEqualTo(1L);
            server.stop();
            assertThatThrownBy(() -> count(client)).hasCauseInstanceOf(RedisUnavailableException.class);
            server.launch();
            await().atMost(Duration.ofSeconds(10)).until(() -> answers(client));
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> server.command("PUBLISH", "news", "again").equals("1"));
            await().until(() -> heard.contains("again"));
        }
    }

    @Test
    void failsCallsOfAClosedHandle() {
        RedisClient client = acquire();
        client.close();
        assertThatThrownBy(() -> count(client))
                .hasCauseInstanceOf(RedisUnavailableException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void closesAtOnceWhileItStillTriesToConnect() {
        RedisClient client = acquire();
        long start = System.nanoTime();
        client.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }
}
