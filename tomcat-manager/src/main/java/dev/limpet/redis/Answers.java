package dev.limpet.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.limpet.session.StoreUnavailableException;

/** What scripts have answered, as the stores' callers want it: read, and with the stores' own exception where Redis was not there. Runs on Redisson's threads. */
final class Answers {

    private Answers() {}

    /** @param reader makes of the answer what the caller asked for; what it throws is the failure */
    static <S, T> CompletableFuture<T> of(CompletionStage<S> stage, Function<S, T> reader) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        stage.whenComplete((value, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(translated(failure));
                return;
            }
            try {
                answer.complete(reader.apply(value));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private static Throwable translated(Throwable failure) {
        Throwable cause = RedisLink.unwrapped(failure);
        return cause instanceof RedisUnavailableException
                ? new StoreUnavailableException(cause.getMessage(), cause)
                : cause;
    }

    /** The answers to calls that were sent together; fails as the first of them that fails, once all have come. */
    static CompletableFuture<List<Object>> ofAll(List<CompletionStage<Object>> stages) {
        List<CompletableFuture<Object>> answers =
                stages.stream().map(stage -> of(stage, Function.identity())).toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .handle((done, failure) -> {
                    if (failure != null) {
                        throw new CompletionException(translated(failure));
                    }
                    return answers.stream().map(CompletableFuture::join).toList();
                });
    }
}
