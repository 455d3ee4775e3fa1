package dev.limpet.cluster.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.limpet.cluster.RedisCommands;
import dev.limpet.cluster.RedisServer;

@Timeout(60)
class RedisProxyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static RedisServer redis;
    private RedisProxy proxy;

    @BeforeAll
    static void startRedis() {
        redis = RedisServer.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void start() {
        redis.command("FLUSHALL");
        proxy = RedisProxy.start(redis.port());
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void passesCommandsAndCountsThem() {
        String large = "x".repeat(100_000);
        try (RedisCommands client = connect()) {
            client.command("SET", "k", large);
            assertThat(client.command("GET", "k")).isEqualTo(large);
            client.command("EVAL", "return redis.call('GET', KEYS[1])", "1", "k");
        }
        assertThat(proxy.counts()).containsOnly(entry("set"), entry("get"), entry("eval"));
        proxy.resetCounts();
        assertThat(proxy.counts()).isEmpty();
    }

    @Test
    void holdsACommandBackBeforeRedisHasIt() throws Exception {
        Hold hold = proxy.hold(words -> words.contains("held"));
        try (RedisCommands client = connect();
                RedisCommands other = connect()) {
            CompletableFuture<String> answer = async(client, "SET", "held", "v");
            hold.awaitArrived();
            assertThat(other.command("SET", "free", "v")).isEqualTo("OK");
            assertThat(redis.command("EXISTS", "held")).isEqualTo("0");
            assertThat(hold.arrived()).containsExactly(List.of("SET", "held", "v"));
            hold.release();
            assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("OK");
            assertThat(client.command("GET", "held")).isEqualTo("v");
        }
    }

    @Test
    void holdsAReplyBackAfterRedisHasTheCommand() throws Exception {
        Hold hold = proxy.holdReply(words -> words.contains("held"));
        try (RedisCommands client = connect()) {
            CompletableFuture<String> answer = async(client, "SET", "held", "v");
            hold.awaitArrived();
            await().until(() -> "v".equals(redis.command("GET", "held")));
            assertThat(answer).isNotDone();
            hold.release();
            assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("OK");
        }
    }

    @Test
    void losesWhatIsHeldWhenItIsCut() {
        Hold hold = proxy.hold(words -> words.contains("held"));
        try (RedisCommands client = connect()) {
            CompletableFuture<String> answer = async(client, "SET", "held", "v");
            hold.awaitArrived();
            hold.cut();
            assertThat(answer).failsWithin(PATIENCE);
            assertThat(redis.command("EXISTS", "held")).isEqualTo("0");
        }
    }

    @Test
    void holdsAllReplies() throws Exception {
        try (RedisCommands client = connect()) {
            client.command("PING");
            proxy.holdReplies();
            CompletableFuture<String> answer = async(client, "SET", "k", "v");
            await().until(() -> "v".equals(redis.command("GET", "k")));
            assertThat(answer).isNotDone();
            proxy.release();
            assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("OK");
        }
    }

    @Test
    void holdsAllRequests() throws Exception {
        try (RedisCommands client = connect()) {
            proxy.holdRequests();
            CompletableFuture<String> answer = async(client, "SET", "k", "v");
            await().until(() -> proxy.counts().containsKey("set"));
            assertThat(redis.command("EXISTS", "k")).isEqualTo("0");
            proxy.release();
            assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("OK");
        }
    }

    @Test
    void cutsOnlySubscribers() {
        try (RedisCommands client = connect();
                RedisCommands subscriber = connect()) {
            client.command("PING");
            subscriber.command("SUBSCRIBE", "channel");
            proxy.cutSubscribers();
            assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> subscriber.command("PING"));
            assertThat(client.command("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void refusesNewConnectionsButKeepsTheOld() {
        try (RedisCommands client = connect()) {
            client.command("PING");
            proxy.refuse();
            assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this::connect);
            assertThat(client.command("PING")).isEqualTo("PONG");
        }
        proxy.accept();
        assertThat(ping()).isEqualTo("PONG");
    }

    @Test
    void goesDownAndComesUpOnTheSamePort() {
        try (RedisCommands client = connect()) {
            client.command("PING");
            proxy.goDown();
            assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> client.command("PING"));
            assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this::connect);
        }
        proxy.comeUp();
        assertThat(ping()).isEqualTo("PONG");
    }

    private String ping() {
        try (RedisCommands client = connect()) {
            return client.command("PING");
        }
    }

    private RedisCommands connect() {
        return RedisCommands.connect(proxy.port(), PATIENCE);
    }

    private static CompletableFuture<String> async(RedisCommands client, String... words) {
        return CompletableFuture.supplyAsync(() -> client.command(words));
    }

    private static Map.Entry<String, Long> entry(String name) {
        return Map.entry(name, 1L);
    }
}
