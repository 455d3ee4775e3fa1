package dev.limpet.redis;

import static dev.limpet.redis.RedisClientTest.answer;
import static dev.limpet.redis.RedisClientTest.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisClientsTest {

    private static final Script COUNT = Script.of("count", "return redis.call('INCR', KEYS[1])");

    private static RedisServerFixture server;

    private final RedisClients clients = new RedisClients();

    @BeforeAll
    static void startRedis() {
        server = RedisServerFixture.start();
    }

    @AfterAll
    static void stopRedis() {
        server.close();
    }

    private static void count(RedisClient client) throws Exception {
        answer(client.eval(COUNT, "k", List.of("k")));
    }

    /** Those that have said something: one that was being opened while its client was closed may stay, silent. The one that asks does not count. */
    private static long connections() {
        return server.command("CLIENT", "LIST")
                        .lines()
                        .filter(client -> !client.contains(" cmd=NULL "))
                        .count()
                - 1;
    }

    private static Set<Thread> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("limpet-redis")
                        || thread.getName().startsWith("redisson"))
                .collect(Collectors.toSet());
    }

    @Test
    void sharesConnectionsUntilTheLastHandleIsClosed() throws Exception {
        RedisClient first = clients.acquire(settings(server, 0));
        count(first);
        await().until(() -> connections() == 5);
        RedisClient second = clients.acquire(settings(server, 0));
        count(second);
        assertThat(connections()).isEqualTo(5);
        first.close();
        first.close();
        count(second);
        second.close();
        await().until(() -> connections() == 0);
    }

    @Test
    void opensConnectionsOfTheirOwnForOtherSettings() throws Exception {
        try (RedisClient one = clients.acquire(settings(server, 0));
                RedisClient other =
                        clients.acquire(new RedisSettings(server.url() + "/1", null, Duration.ofSeconds(2), 0))) {
            count(one);
            count(other);
            await().until(() -> connections() == 10);
        }
        await().until(() -> connections() == 0);
    }

    @Test
    void opensNewConnectionsAfterTheLastHandleWasClosed() throws Exception {
        clients.acquire(settings(server, 0)).close();
        try (RedisClient again = clients.acquire(settings(server, 0))) {
            count(again);
        }
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        Set<Thread> before = ownThreads();
        try (RedisClient client = clients.acquire(settings(server, 0))) {
            count(client);
            assertThat(ownThreads()).hasSizeGreaterThan(before.size());
        }
        await().until(() -> before.containsAll(ownThreads()));
    }

    @Test
    void takesNoClassLoaderOverFromTheCaller() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        ClassLoader application = new ClassLoader(before) {};
        Thread.currentThread().setContextClassLoader(application);
        try (RedisClient client = clients.acquire(settings(server, 0))) {
            client.subscribe("news", message -> {});
            count(client);
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread != Thread.currentThread())
                    .noneMatch(thread -> thread.getContextClassLoader() == application);
            assertThat(ownThreads())
                    .hasSizeGreaterThanOrEqualTo(5)
                    .allMatch(thread -> thread.getContextClassLoader() == RedisClient.class.getClassLoader());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void connectsAsAYamlFileSays(@TempDir Path directory) throws Exception {
        try (RedisClient client = clients.acquire(yaml(
                directory,
                """
                singleServerConfig:
                  address: "%s"
                  connectionPoolSize: 2
                  connectionMinimumIdleSize: 2
                  retryDelay: !<org.redisson.config.ConstantDelay> {delay: PT1S}
                codec: !<org.redisson.codec.SerializationCodec> {}
                """
                        .formatted(server.url())))) {
            count(client);
            await().until(() -> connections() == 3);
        }
    }

    @Test
    void namesFileAndPositionOfAFaultInAYamlFile(@TempDir Path directory) throws IOException {
        RedisSettings faulty = yaml(directory, "singleServerConfig:\n  password: [secret\n  address: x\n");
        assertThatThrownBy(() -> clients.acquire(faulty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redisson.yaml")
                .hasMessageContaining("line 3, column")
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesAYamlFileThatIsNotThere(@TempDir Path directory) {
        RedisSettings missing =
                new RedisSettings(null, directory.resolve("none.yaml").toString(), Duration.ofSeconds(1), 0);
        assertThatThrownBy(() -> clients.acquire(missing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redissonConfig")
                .hasMessageContaining("none.yaml")
                .hasMessageContaining("no such file");
    }

    @Test
    void refusesAYamlFileWithoutServers(@TempDir Path directory) throws IOException {
        RedisSettings none = yaml(directory, "threads: 2\n");
        assertThatThrownBy(() -> clients.acquire(none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redissonConfig")
                .hasMessageContaining("not defined");
        RedisSettings empty = yaml(directory, "");
        assertThatThrownBy(() -> clients.acquire(empty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is empty");
    }

    @Test
    void refusesAYamlFileWithAnAddressOfNoUse(@TempDir Path directory) throws IOException {
        RedisSettings malformed = yaml(directory, "singleServerConfig:\n  address: \"localhost:6379\"\n");
        assertThatThrownBy(() -> clients.acquire(malformed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redissonConfig");
    }

    private static RedisSettings yaml(Path directory, String content) throws IOException {
        Path file = Files.writeString(directory.resolve("redisson.yaml"), content);
        return new RedisSettings(null, file.toString(), Duration.ofSeconds(2), 0);
    }
}
