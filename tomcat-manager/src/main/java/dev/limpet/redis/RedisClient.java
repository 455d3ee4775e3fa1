package dev.limpet.redis;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.limpet.redis.RedisLink.Call;

/**
 * One owner's handle on Redis; the connections behind it are shared with all handles of the same settings. Any thread
 * may call. Nothing blocks, also when Redis is away; stages complete on threads of the connections, which must not be
 * held up. A stage fails with {@link RedisUnavailableException} (whether the script has run is unknown) or with
 * {@link RedisScriptException}. After {@code close} every call fails with the former.
 */
public final class RedisClient implements AutoCloseable {

    private final SharedRedis redis;
    private final Runnable release;
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    RedisClient(SharedRedis redis, Runnable release) {
        this.redis = redis;
        this.release = release;
    }

    /**
     * Runs a script: one trip, never sent a second time when the answer is late.
     *
     * @param key decides the slot
     * @param keys Strings or byte arrays
     * @param args Strings, byte arrays or numbers, which are sent as decimals
     * @return null, Long, byte[], String (of a status reply) or a List of these
     */
    CompletionStage<Object> eval(Script script, String key, List<Object> keys, Object... args) {
        return eval(new Call(script, key, keys, args));
    }

    private CompletionStage<Object> eval(Call call) {
        return send(link -> link.eval(call));
    }

    /**
     * As {@code eval}; then waits for as many replicas as {@code ackReplicas} says. Too few of them: unavailable, though
     * the script has run.
     */
    CompletionStage<Object> evalAcknowledged(Script script, String key, List<Object> keys, Object... args) {
        Call call = new Call(script, key, keys, args);
        return redis.acknowledges() ? send(link -> link.evalAcknowledged(call)) : eval(call);
    }

    private CompletionStage<Object> send(Function<RedisLink, CompletionStage<Object>> command) {
        return closed.get()
                ? CompletableFuture.failedStage(new RedisUnavailableException("This handle on Redis is closed"))
                : redis.send(command);
    }

    Batch batch() {
        return new Batch(this::eval);
    }

    /** Returns at once; the listener hears what is published from the moment when the subscription stands. */
    Subscription subscribe(String channel, Consumer<String> listener) {
        ChannelSubscription subscription = new ChannelSubscription(redis, channel, listener);
        subscriptions.add(subscription);
        subscription.subscribe();
        return () -> {
            subscriptions.remove(subscription);
            subscription.close();
        };
    }

    /** The first connection has been made; Redis may be away again since. */
    boolean connected() {
        return redis.connected();
    }

    Duration storeTimeout() {
        return redis.storeTimeout();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            subscriptions.forEach(Subscription::close);
            release.run();
        }
    }
}
