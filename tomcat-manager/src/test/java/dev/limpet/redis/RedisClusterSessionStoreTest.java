package dev.limpet.redis;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import dev.limpet.session.SessionStore;
import dev.limpet.session.SessionStoreContract;

/** The same steps on a Redis Cluster of three masters. */
class RedisClusterSessionStoreTest extends SessionStoreContract {

    private static RedisClusterFixture cluster;
    private static RedisClient client;

    private final RedisSessionStore store = new RedisSessionStore(
            client, "limpet", "localhost:/" + UUID.randomUUID(), "test", Duration.ofSeconds(10), Duration.ofSeconds(1));

    @BeforeAll
    static void start() {
        cluster = RedisClusterFixture.start();
        client = new RedisClients().acquire(new RedisSettings(cluster.url(), null, Duration.ofSeconds(5), 0));
    }

    @AfterAll
    static void stop() {
        client.close();
        cluster.close();
    }

    @Override
    protected SessionStore store() {
        return store;
    }

    @Override
    protected void pass(Duration time) {
        await().pollDelay(time).timeout(time.plusSeconds(10)).until(() -> true);
    }
}
