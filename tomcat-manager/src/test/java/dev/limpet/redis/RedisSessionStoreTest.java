package dev.limpet.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.limpet.session.FieldName;
import dev.limpet.session.SessionStore;
import dev.limpet.session.SessionStoreContract;

class RedisSessionStoreTest extends SessionStoreContract {

    private static RedisServerFixture redis;
    private static RedisClient client;

    private final RedisSessionStore store = new RedisSessionStore(
            client, "limpet", "localhost:/" + UUID.randomUUID(), "test", Duration.ofSeconds(10), Duration.ofSeconds(1));

    @BeforeAll
    static void start() throws Exception {
        redis = RedisServerFixture.start();
        client = new RedisClients().acquire(new RedisSettings(redis.url(), null, Duration.ofSeconds(5), 0));
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        redis.close();
    }

    @Override
    protected SessionStore store() {
        return store;
    }

    @Override
    protected void pass(Duration time) {
        await().pollDelay(time).timeout(time.plusSeconds(10)).until(() -> true);
    }

    @Test
    void dropsAreHeardOnTheNodesOwnChannel() throws Exception {
        List<SessionStore.Drop> heard = new CopyOnWriteArrayList<>();
        String id = "S" + UUID.randomUUID();
        store.save(new SessionStore.Save(id, "birth", 0, false, a, 1, true, Map.of(), 42))
                .get(5, TimeUnit.SECONDS);
        Subscription channel = store.hear(a, heard::add);
        await().until(() -> {
            store.load(new SessionStore.Load(id, b, null, -1, true)).get(5, TimeUnit.SECONDS);
            store.load(new SessionStore.Load(id, a, null, -1, true)).get(5, TimeUnit.SECONDS);
            return !heard.isEmpty();
        });
        channel.close();
        assertThat(heard.get(0).id()).isEqualTo(id);
    }

    /** The common case of a save has a script that knows no other. */
    @Test
    void aSaveCostsASecondTripIfTheSessionIsInOtherHands() throws Exception {
        String id = "S" + UUID.randomUUID();
        redis.learnScripts();
        assertThat(tripsOf(new SessionStore.Save(
                        id,
                        "birth",
                        0,
                        false,
                        a,
                        1,
                        true,
                        Map.of(FieldName.MAX_INACTIVE, value("60"), "a:x", value("1")),
                        42)))
                .isEqualTo(1);
        assertThat(tripsOf(change(id, 2, false))).isEqualTo(1);
        store.load(new SessionStore.Load(id, b, null, -1, true)).get(5, TimeUnit.SECONDS);

        assertThat(tripsOf(change(id, 3, false))).isEqualTo(2);
        assertThat(tripsOf(change(id, 4, true))).isEqualTo(1);
    }

    private SessionStore.Save change(String id, long number, boolean tellsUse) {
        return new SessionStore.Save(id, "birth", 1, false, a, number, tellsUse, Map.of("a:x", value("2")), -1);
    }

    private static SessionStore.Change value(String text) {
        return new SessionStore.Change(text.getBytes(StandardCharsets.UTF_8), false);
    }

    private long tripsOf(SessionStore.Save save) throws Exception {
        long before = redis.calls("evalsha") + redis.calls("eval");
        store.save(save).get(5, TimeUnit.SECONDS);
        return redis.calls("evalsha") + redis.calls("eval") - before;
    }

    @Test
    void noKeyIsWithoutAnEnd() throws Exception {
        String id = "S" + UUID.randomUUID();
        store.save(new SessionStore.Save(id, "birth", 0, false, a, 1, true, Map.of(), 42))
                .get(5, TimeUnit.SECONDS);
        store.load(new SessionStore.Load(id, b, null, -1, true)).get(5, TimeUnit.SECONDS);
        store.beat(new SessionStore.Beat(a, Set.of(), Map.of())).get(5, TimeUnit.SECONDS);
        store.end(new SessionStore.End(id, "birth", b)).get(5, TimeUnit.SECONDS);

        Script endless = Script.of(
                "endless",
                "local keys = redis.call('KEYS', '*') local found = {} for _, key in ipairs(keys) do"
                        + " if redis.call('PTTL', key) == -1 then found[#found + 1] = key end end return found");
        assertThat((List<?>) client.eval(endless, "any", List.of("any"))
                        .toCompletableFuture()
                        .get(5, TimeUnit.SECONDS))
                .isEmpty();
    }

    @Test
    void aSessionOfANewerFormatIsUnknownNotAbsent() throws Exception {
        String id = "S" + UUID.randomUUID();
        store.save(new SessionStore.Save(id, "birth", 0, false, a, 1, true, Map.of(), 42))
                .get(5, TimeUnit.SECONDS);
        Script newer = Script.of(
                "newer",
                "for _, key in ipairs(redis.call('KEYS', '*" + id
                        + "')) do redis.call('HSET', key, 'v', '2') end return 1");
        client.eval(newer, "any", List.of("any")).toCompletableFuture().get(5, TimeUnit.SECONDS);

        assertThat(store.load(new SessionStore.Load(id, b, null, -1, true)))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withMessageContaining("format 2 of a newer version, this node knows formats up to 1");
    }

    @Test
    void noFailureNamesTheSession() throws Exception {
        String id = "S" + UUID.randomUUID();
        try (RedisServerFixture frozen = RedisServerFixture.start();
                RedisClient impatient =
                        new RedisClients().acquire(new RedisSettings(frozen.url(), null, Duration.ofMillis(300), 0))) {
            RedisSessionStore other = new RedisSessionStore(
                    impatient, "limpet", "localhost:/", "test", Duration.ofSeconds(10), Duration.ofSeconds(1));
            await().until(() -> !other.exists(id)
                    .handle((found, failure) -> failure != null)
                    .get(5, TimeUnit.SECONDS));
            frozen.pause();
            StringWriter trace = new StringWriter();
            other.load(new SessionStore.Load(id, a, null, -1, true))
                    .handle((found, failure) -> {
                        failure.printStackTrace(new PrintWriter(trace));
                        return failure;
                    })
                    .get(5, TimeUnit.SECONDS);
            frozen.resume();

            assertThat(trace.toString()).contains("No answer from Redis").doesNotContain(id);
        }
    }

    @Test
    void whoTakesASessionOverStampsItWithItsFormat() throws Exception {
        String id = "S" + UUID.randomUUID();
        store.save(new SessionStore.Save(id, "birth", 0, false, a, 1, true, Map.of(), 42))
                .get(5, TimeUnit.SECONDS);
        Script older = Script.of("older", "redis.call('HSET', KEYS[1], 'v', '0') return 1");
        Script format = Script.of("format", "return redis.call('HGET', KEYS[1], 'v')");
        String key = keyOf(id);
        client.eval(older, key, List.of(key)).toCompletableFuture().get(5, TimeUnit.SECONDS);
        store.load(new SessionStore.Load(id, b, null, -1, true)).get(5, TimeUnit.SECONDS);

        Object stamped =
                client.eval(format, key, List.of(key)).toCompletableFuture().get(5, TimeUnit.SECONDS);
        assertThat((byte[]) stamped).isEqualTo("1".getBytes(StandardCharsets.US_ASCII));
    }

    private static String keyOf(String id) throws Exception {
        Script find = Script.of("find", "return redis.call('KEYS', '*" + id + "')[1]");
        Object key =
                client.eval(find, "any", List.of("any")).toCompletableFuture().get(5, TimeUnit.SECONDS);
        return new String((byte[]) key, StandardCharsets.US_ASCII);
    }
}
