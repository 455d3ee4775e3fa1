package dev.limpet.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.redisson.Redisson;
import org.redisson.api.BatchOptions;
import org.redisson.api.BatchResult;
import org.redisson.api.RBatch;
import org.redisson.api.RScript;
import org.redisson.api.RScript.Mode;
import org.redisson.api.RScript.ReturnType;
import org.redisson.api.RScriptAsync;
import org.redisson.api.RTopic;
import org.redisson.api.options.OptionalOptions;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.codec.StringCodec;

/**
 * A connected Redisson as the store needs it: one EVALSHA a call, no second one when the answer is late. A script that
 * Redis does not know has not run and is sent once more with its source; one that is at another node is redirected by
 * Redisson. Any thread may call; nothing blocks; stages complete on Redisson's threads.
 */
final class RedisLink {

    private static final long STOP_SECONDS = 2;

    private final Redisson redisson;
    private final Duration timeout;
    private final int ackReplicas;
    private final RScript scripts;

    RedisLink(Redisson redisson, Duration timeout, int ackReplicas) {
        this.redisson = redisson;
        this.timeout = timeout;
        this.ackReplicas = ackReplicas;
        this.scripts = redisson.getScript(OptionalOptions.defaults()
                .codec(ScriptCodec.INSTANCE)
                .retryAttempts(0)
                .timeout(timeout));
    }

    /** Connects, on the calling thread, which waits. To be called once, before anything else. */
    void connect() {
        redisson.getCommandExecutor().getConnectionManager().getEntrySet();
    }

    CompletionStage<Object> eval(Call call) {
        return scripts.<Object>evalShaAsync(
                        call.key(), Mode.READ_WRITE, call.script().sha(), ReturnType.LIST, call.keys(), call.args())
                .toCompletableFuture()
                .exceptionallyCompose(failure -> unknownScript(failure) ? evalSource(call) : failed(failure));
    }

    private CompletionStage<Object> evalSource(Call call) {
        return scripts.evalAsync(
                call.key(), Mode.READ_WRITE, call.script().source(), ReturnType.LIST, call.keys(), call.args());
    }

    /** As {@code eval}; then WAIT on the same connection, which is what WAIT counts the writes of. */
    CompletionStage<Object> evalAcknowledged(Call call) {
        return inBatch(script -> script.evalShaAsync(
                        call.key(), Mode.READ_WRITE, call.script().sha(), ReturnType.LIST, call.keys(), call.args()))
                .exceptionallyCompose(failure -> unknownScript(failure)
                        ? inBatch(script -> script.evalAsync(
                                call.key(),
                                Mode.READ_WRITE,
                                call.script().source(),
                                ReturnType.LIST,
                                call.keys(),
                                call.args()))
                        : failed(failure));
    }

    private CompletionStage<Object> inBatch(Consumer<RScriptAsync> command) {
        RBatch batch = redisson.createBatch(BatchOptions.defaults()
                .retryAttempts(0)
                .responseTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .sync(ackReplicas, timeout.dividedBy(2)));
        command.accept(batch.getScript(ScriptCodec.INSTANCE));
        return batch.executeAsync().toCompletableFuture().thenApply(this::acknowledged);
    }

    private Object acknowledged(BatchResult<?> result) {
        if (result.getSyncedSlaves() < ackReplicas) {
            throw new RedisUnavailableException(
                    "Only " + result.getSyncedSlaves() + " of " + ackReplicas + " replicas have confirmed the write");
        }
        List<?> responses = result.getResponses();
        return responses.get(0);
    }

    RTopic topic(String channel) {
        return redisson.getTopic(channel, StringCodec.INSTANCE);
    }

    void shutdown() {
        redisson.shutdown(0, STOP_SECONDS, TimeUnit.SECONDS);
    }

    private static boolean unknownScript(Throwable failure) {
        return unwrapped(failure) instanceof RedisNoScriptException;
    }

    private static <T> CompletionStage<T> failed(Throwable failure) {
        return CompletableFuture.failedStage(unwrapped(failure));
    }

    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** One script with its keys and arguments; {@code key} decides the slot. */
    record Call(Script script, String key, List<Object> keys, Object[] args) {}
}
