package dev.limpet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisServerTest {
    private RedisServer redis;

    @BeforeEach
    void start() {
        redis = RedisServer.start();
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void answersCommands() {
        assertThat(redis.command("SET", "k", "größer")).isEqualTo("OK");
        assertThat(redis.command("GET", "k")).isEqualTo("größer");
        assertThat(redis.command("GET", "none")).isNull();
        assertThat(redis.command("EXISTS", "k")).isEqualTo("1");
        redis.command("RPUSH", "l", "a", "b");
        assertThat(redis.command("LRANGE", "l", "0", "-1")).isEqualTo("a\nb");
    }

    @Test
    void tellsErrorsOfRedisInItsWords() {
        assertThatIllegalStateException()
                .isThrownBy(() -> redis.command("NONSENSE"))
                .withMessageContaining("unknown command");
    }

    @Test
    void countsCommands() {
        redis.command("GET", "k");
        redis.command("GET", "k");
        assertThat(redis.commandCalls()).containsEntry("get", 2L);
    }

    @Test
    void comesBackOnTheSamePortAndEmptyAfterAKill() {
        redis.command("SET", "k", "v");
        long killed = redis.pid();
        int port = redis.port();
        redis.kill();
        assertThat(redis.isAlive()).isFalse();
        redis.startAgain();
        assertThat(redis.command("GET", "k")).isNull();
        assertThat(redis.port()).isEqualTo(port);
        assertThat(redis.pid()).isNotEqualTo(killed);
    }

    @Test
    void answersNothingWhileItIsFrozen() {
        redis.freeze();
        try (RedisCommands commands = RedisCommands.connect(redis.port(), Duration.ofMillis(200))) {
            assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> commands.command("PING"));
        }
        redis.thaw();
        assertThat(redis.command("PING")).isEqualTo("PONG");
    }

    @Test
    void leavesNoProcessAndNoFileWhenClosedEvenIfItIsFrozen() {
        long pid = redis.pid();
        Path workspace = Path.of(redis.command("CONFIG", "GET", "dir").split("\n")[1]);
        assertThat(workspace).isDirectory();
        redis.freeze();
        redis.close();
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(workspace).doesNotExist();
    }

    @Test
    void tellsWhyItDoesNotStart() {
        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(() -> RedisServer.start("--maxmemory", "plenty"))
                .withMessageContaining("maxmemory");
    }
}
