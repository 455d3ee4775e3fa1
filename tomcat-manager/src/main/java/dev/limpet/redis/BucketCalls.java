package dev.limpet.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Asks the same of many buckets: in one script call where Redis takes keys of several slots together, and with a call for each bucket, in one pipeline, on a
 * cluster, which refuses that. Which of the two it is, is found out by the first call. Any thread.
 */
final class BucketCalls {

    private static final String REFUSAL = "CROSSSLOT";

    private final RedisClient client;
    private volatile boolean oneByOne;

    BucketCalls(RedisClient client) {
        this.client = client;
    }

    /**
     * @param keys one for each bucket
     * @param arguments of the script for one bucket; those of several follow each other
     * @return an answer for each call that was made, with the place of its first key among {@code keys}
     */
    CompletableFuture<List<Answer>> call(Script script, List<String> keys, Function<Integer, List<Object>> arguments) {
        if (keys.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        if (oneByOne) {
            return eachForItself(script, keys, arguments);
        }
        return together(script, keys, arguments).exceptionallyCompose(failure -> {
            if (!String.valueOf(failure.getMessage()).contains(REFUSAL)) {
                return CompletableFuture.failedFuture(failure);
            }
            oneByOne = true;
            return eachForItself(script, keys, arguments);
        });
    }

    /** Whether each bucket is asked for itself. */
    boolean isOneByOne() {
        return oneByOne;
    }

    /** What one call brought, and the place of its first key. */
    record Answer(int place, Object value) {}

    private CompletableFuture<List<Answer>> together(
            Script script, List<String> keys, Function<Integer, List<Object>> arguments) {
        List<Object> all = new ArrayList<>();
        for (int place = 0; place < keys.size(); place++) {
            all.addAll(arguments.apply(place));
        }
        return client.eval(script, keys.get(0), List.copyOf(keys), all.toArray())
                .toCompletableFuture()
                .thenApply(value -> List.of(new Answer(0, value)));
    }

    private CompletableFuture<List<Answer>> eachForItself(
            Script script, List<String> keys, Function<Integer, List<Object>> arguments) {
        Batch batch = client.batch();
        for (int place = 0; place < keys.size(); place++) {
            String key = keys.get(place);
            batch.add(script, key, List.of(key), arguments.apply(place).toArray());
        }
        List<CompletableFuture<Object>> answers =
                batch.send().stream().map(CompletionStage::toCompletableFuture).toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    List<Answer> all = new ArrayList<>();
                    for (int place = 0; place < answers.size(); place++) {
                        all.add(new Answer(place, answers.get(place).join()));
                    }
                    return all;
                });
    }
}
