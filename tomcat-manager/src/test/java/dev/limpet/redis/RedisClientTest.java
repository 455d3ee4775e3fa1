package dev.limpet.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisClientTest {

    private static final Script COUNT = Script.of("count", "return redis.call('INCR', KEYS[1])");
    private static final Script ECHO = Script.of("echo", "return {ARGV[1], ARGV[2], #ARGV}");

    private static RedisServerFixture server;

    private final RedisClients clients = new RedisClients();
    private RedisClient client;

    @BeforeAll
    static void startRedis() {
        server = RedisServerFixture.start();
    }

    @AfterAll
    static void stopRedis() {
        server.close();
    }

    @BeforeEach
    void acquire() {
        server.command("FLUSHALL");
        client = clients.acquire(settings(server, 0));
    }

    @AfterEach
    void release() {
        client.close();
    }

    static RedisSettings settings(RedisServerFixture server, int ackReplicas) {
        return new RedisSettings(server.url(), null, Duration.ofSeconds(2), ackReplicas);
    }

    static Object answer(CompletionStage<Object> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void runsAScriptInOneTrip() throws Exception {
        answer(client.eval(COUNT, "k", List.of("k")));
        long before = server.calls("evalsha");
        long sources = server.calls("eval");
        answer(client.eval(COUNT, "k", List.of("k")));
        assertThat(server.calls("evalsha") - before).isOne();
        assertThat(server.calls("eval") - sources).isZero();
        assertThat(server.calls("script|load")).isZero();
    }

    @Test
    void sendsTheSourceOfAScriptThatRedisHasForgotten() throws Exception {
        assertThat(answer(client.eval(COUNT, "k", List.of("k")))).isEqualTo(1L);
        server.command("SCRIPT", "FLUSH");
        assertThat(answer(client.eval(COUNT, "k", List.of("k")))).isEqualTo(2L);
        assertThat(server.command("GET", "k")).isEqualTo("2");
    }

    @Test
    void givesBytesAndNumbersAndLists() throws Exception {
        byte[] binary = {0, -1, 13, 10, 127};
        List<?> echoed = (List<?>) answer(client.eval(ECHO, "k", List.of(), binary, "ä"));
        assertThat((byte[]) echoed.get(0)).isEqualTo(binary);
        assertThat((byte[]) echoed.get(1)).isEqualTo(bytes("ä"));
        assertThat(echoed.get(2)).isEqualTo(2L);
    }

    @Test
    void takesNumbersAsDecimals() throws Exception {
        List<?> echoed = (List<?>) answer(client.eval(ECHO, "k", List.of(), 7, Long.MIN_VALUE));
        assertThat((byte[]) echoed.get(0)).isEqualTo(bytes("7"));
        assertThat((byte[]) echoed.get(1)).isEqualTo(bytes("-9223372036854775808"));
    }

    @Test
    void givesNullForNil() throws Exception {
        assertThat(answer(client.eval(Script.of("nil", "return false"), "k", List.of())))
                .isNull();
    }

    @Test
    void givesABulkAsBytesAndAStatusAsText() throws Exception {
        assertThat((byte[]) answer(client.eval(Script.of("bulk", "return 'x'"), "k", List.of())))
                .isEqualTo(bytes("x"));
        assertThat(answer(client.eval(Script.of("status", "return redis.status_reply('OK')"), "k", List.of())))
                .isEqualTo("OK");
    }

    @Test
    void givesNestedListsWithNils() throws Exception {
        Script nested = Script.of("nested", "return {1, {'a', false, {}}, {}}");
        List<?> list = (List<?>) answer(client.eval(nested, "k", List.of()));
        List<?> inner = (List<?>) list.get(1);
        assertThat((byte[]) inner.get(0)).isEqualTo(bytes("a"));
        assertThat(inner.get(1)).isNull();
        assertThat(inner.get(2)).isEqualTo(List.of());
        assertThat(list.get(2)).isEqualTo(List.of());
    }

    @Test
    void takesBinaryKeys() throws Exception {
        answer(client.eval(COUNT, "k", List.of((Object) bytes("k"))));
        assertThat(server.command("GET", "k")).isEqualTo("1");
    }

    @Test
    void tellsAScriptsErrorFromAnOutage() {
        server.command("SET", "k", "text");
        assertThatThrownBy(() -> answer(client.eval(COUNT, "k", List.of("k"))))
                .hasCauseInstanceOf(RedisScriptException.class);
        assertThatThrownBy(() -> answer(client.eval(Script.of("broken", "return {"), "k", List.of())))
                .hasCauseInstanceOf(RedisScriptException.class);
        server.command("DEL", "k");
        server.command("RPUSH", "k", "x");
        assertThatThrownBy(() -> answer(client.eval(COUNT, "k", List.of("k"))))
                .hasCauseInstanceOf(RedisScriptException.class);
    }

    @Test
    void answersABatchInTheOrderOfItsCalls() throws Exception {
        Batch batch = client.batch();
        for (int i = 0; i < 300; i++) {
            batch.add(ECHO, "k" + i, List.of("k" + i), i, "x");
        }
        List<CompletionStage<Object>> answers = batch.send();
        List<String> numbers = new ArrayList<>();
        for (CompletionStage<Object> answer : answers) {
            numbers.add(new String((byte[]) ((List<?>) answer(answer)).get(0), StandardCharsets.UTF_8));
        }
        assertThat(numbers).hasSize(300).startsWith("0", "1", "2").endsWith("299");
    }

    @Test
    void failsOneCallOfABatchAlone() throws Exception {
        server.command("SET", "text", "x");
        List<CompletionStage<Object>> answers = client.batch()
                .add(COUNT, "a", List.of("a"))
                .add(COUNT, "text", List.of("text"))
                .add(COUNT, "b", List.of("b"))
                .send();
        assertThat(answer(answers.get(0))).isEqualTo(1L);
        assertThatThrownBy(() -> answer(answers.get(1))).hasCauseInstanceOf(RedisScriptException.class);
        assertThat(answer(answers.get(2))).isEqualTo(1L);
    }

    @Test
    void sendsNothingForAnEmptyBatch() {
        assertThat(client.batch().send()).isEmpty();
    }

    @Test
    void hearsWhatIsPublishedInOrderUntilTheSubscriptionIsClosed() {
        List<String> heard = new CopyOnWriteArrayList<>();
        Subscription subscription = client.subscribe("news", heard::add);
        await().until(() -> server.command("PUBLISH", "news", "first").equals("1"));
        for (int i = 0; i < 100; i++) {
            server.command("PUBLISH", "news", String.valueOf(i));
        }
        await().untilAsserted(() ->
                assertThat(heard).hasSize(101).startsWith("first", "0", "1").endsWith("99"));
        subscription.close();
        await().until(() -> server.command("PUBLISH", "news", "late").equals("0"));
        assertThat(heard).doesNotContain("late");
    }

    @Test
    void keepsOnListeningAfterAListenersFailure() {
        List<String> heard = new CopyOnWriteArrayList<>();
        client.subscribe("fragile", message -> {
            heard.add(message);
            throw new IllegalStateException("listener's own failure");
        });
        await().until(() -> server.command("PUBLISH", "fragile", "one").equals("1"));
        server.command("PUBLISH", "fragile", "two");
        await().untilAsserted(() -> assertThat(heard).containsExactly("one", "two"));
    }

    @Test
    void refusesAnAcknowledgedWriteThatNoReplicaConfirms() throws Exception {
        try (RedisClient acknowledging = clients.acquire(settings(server, 1))) {
            assertThatThrownBy(() -> answer(acknowledging.evalAcknowledged(COUNT, "k", List.of("k"))))
                    .hasCauseInstanceOf(RedisUnavailableException.class)
                    .hasMessageContaining("0 of 1");
            assertThat(server.command("GET", "k")).isEqualTo("1");
        }
    }

    @Test
    void confirmsAnAcknowledgedWriteThatAReplicaHas() throws Exception {
        try (RedisServerFixture replica =
                        RedisServerFixture.start("--replicaof", "127.0.0.1", String.valueOf(server.port()));
                RedisClient acknowledging = clients.acquire(settings(server, 1))) {
            await().until(() -> replica.command("INFO", "replication").contains("master_link_status:up"));
            assertThat(answer(acknowledging.evalAcknowledged(COUNT, "k", List.of("k"))))
                    .isEqualTo(1L);
            assertThat(replica.command("GET", "k")).isEqualTo("1");
        }
    }
}
