package dev.limpet.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.limpet.redis.RedisLink.Call;

/**
 * Scripts of any slots that are sent at once: they share writes to the sockets and wait for no answer in between. Each
 * has an answer and a fate of its own, as if called alone; no order among them. Used by one thread, once.
 */
final class Batch {

    private final Function<Call, CompletionStage<Object>> eval;
    private final List<Call> calls = new ArrayList<>();

    Batch(Function<Call, CompletionStage<Object>> eval) {
        this.eval = eval;
    }

    Batch add(Script script, String key, List<Object> keys, Object... args) {
        calls.add(new Call(script, key, keys, args));
        return this;
    }

    /** The answers, in the order of {@code add}. */
    List<CompletionStage<Object>> send() {
        return calls.stream().map(eval).toList();
    }
}
