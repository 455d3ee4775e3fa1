package dev.limpet.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How a request's thread waits: the only place where the protocol blocks. A test that steps through schedules brings its own. */
@FunctionalInterface
public interface Awaiter {

    /**
     * Waits for the answer, at most as long as the budget lasts.
     *
     * @throws StoreUnavailableException no answer in time, a failed one, or an interrupt (which is restored)
     */
    <T> T await(CompletableFuture<T> answer, Budget budget);

    static Awaiter blocking() {
        return new Awaiter() {
            @Override
            public <T> T await(CompletableFuture<T> answer, Budget budget) {
                long start = System.nanoTime();
                try {
                    return answer.get(budget.remainingNanos(), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    throw new StoreUnavailableException(
                            "no answer within " + budget.total().toMillis() + " ms", e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new StoreUnavailableException("interrupted while waiting for an answer", e);
                } catch (ExecutionException e) {
                    throw unavailable(e.getCause());
                } finally {
                    budget.spend(System.nanoTime() - start);
                }
            }
        };
    }

    private static StoreUnavailableException unavailable(Throwable cause) {
        return cause instanceof StoreUnavailableException known
                ? new StoreUnavailableException(known.getMessage(), known)
                : new StoreUnavailableException("the store failed: " + cause, cause);
    }
}
