package dev.limpet.redis;

import static dev.limpet.redis.RedisClientTest.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisSentinelTest {

    private static final Script COUNT = Script.of("count", "return redis.call('INCR', KEYS[1])");

    private static RedisServerFixture sentinel(Path directory, RedisServerFixture master) throws IOException {
        Path file = Files.writeString(
                directory.resolve("sentinel.conf"),
                "sentinel monitor main 127.0.0.1 " + master.port() + " 1\nsentinel down-after-milliseconds main 1000\n"
                        + "sentinel failover-timeout main 3000\n");
        return RedisServerFixture.reserveWithFile(file, "--sentinel");
    }

    private static RedisClient acquire(RedisServerFixture sentinel) {
        return new RedisClients()
                .acquire(new RedisSettings(
                        "redis-sentinel://127.0.0.1:" + sentinel.port() + "#main", null, Duration.ofSeconds(2), 0));
    }

    @Test
    void followsTheMasterThatTheSentinelsName(@TempDir Path directory) throws Exception {
        try (RedisServerFixture master = RedisServerFixture.start();
                RedisServerFixture replica =
                        RedisServerFixture.start("--replicaof", "127.0.0.1", String.valueOf(master.port()));
                RedisServerFixture sentinel = sentinel(directory, master)) {
            await().until(() -> replica.command("INFO", "replication").contains("master_link_status:up"));
            sentinel.launch();
            try (RedisClient client = acquire(sentinel)) {
                assertThat(answer(client.eval(COUNT, "k", List.of("k")))).isEqualTo(1L);
                await().until(() -> "1".equals(replica.command("GET", "k")));
                await().atMost(Duration.ofSeconds(20))
                        .until(() ->
                                sentinel.command("SENTINEL", "CKQUORUM", "main").startsWith("OK")
                                        && sentinel.command("INFO", "sentinel").contains("slaves=1"));
                master.stop();
                await().atMost(Duration.ofSeconds(40)).ignoreExceptions().until(() -> answer(
                                client.eval(COUNT, "k", List.of("k")))
                        .equals(2L));
            }
        }
    }

    @Test
    void startsWithoutTheSentinelsAndWorksWhenTheyCome(@TempDir Path directory) throws Exception {
        try (RedisServerFixture master = RedisServerFixture.start();
                RedisServerFixture sentinel = sentinel(directory, master);
                RedisClient client = acquire(sentinel)) {
            assertThatThrownBy(() -> answer(client.eval(COUNT, "k", List.of("k"))))
                    .hasCauseInstanceOf(RedisUnavailableException.class);
            sentinel.launch();
            await().atMost(Duration.ofSeconds(15))
                    .ignoreExceptions()
                    .until(() -> answer(client.eval(COUNT, "k", List.of("k"))).equals(1L));
        }
    }
}
