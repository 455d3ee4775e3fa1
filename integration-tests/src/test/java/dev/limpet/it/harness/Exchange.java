package dev.limpet.it.harness;

import java.util.concurrent.CompletableFuture;

/**
 * An answer on its way.
 *
 * @param head its status, as soon as the first bytes are here
 * @param whole all of it
 */
public record Exchange(CompletableFuture<Integer> head, CompletableFuture<Answer> whole) {

    public boolean hasBegun() {
        return head.isDone();
    }

    public boolean isComplete() {
        return whole.isDone();
    }

    /** Waits for the end. */
    public Answer await() {
        return whole.join();
    }
}
