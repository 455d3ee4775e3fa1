package dev.limpet.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A save that has been sent and holds its session's turn, while no thread waits for it. The answer is taken in by whoever comes first: the request that
 * began it, or a thread that wants the turn. So once the answer is there the turn waits for no thread that may not come.
 */
public final class BegunSave {

    private final SentSave sent;
    private final Awaiter awaiter;
    private final CompletableFuture<Void> answered;
    private volatile Moment answeredAt;

    // guarded by this
    private boolean concluded;
    private RuntimeException failure;

    BegunSave(SentSave sent, Awaiter awaiter) {
        this.sent = sent;
        this.awaiter = awaiter;
        this.answered = sent.answer().handle((outcome, unanswered) -> {
            answeredAt = sent.time().now();
            return null;
        });
    }

    /** Completes when the store has answered, or has failed to; on the store's thread, which must not be held up. A future of its own each time. */
    public CompletableFuture<Void> answered() {
        return answered.copy();
    }

    /**
     * Takes the answer in; waits for it, where it is not there, for what the budget has left since the save was sent. When this returns the changes are in the
     * store, or the session is over; or it has another id now, or was changed again, and there is something left to save.
     *
     * @throws OvertakenException nothing was applied; the copy is detached, or dead if its session was to be made
     * @throws StoreUnavailableException no answer: the changes stay pending
     */
    public void finish(Budget budget) {
        Moment then = answeredAt;
        Moment waitedUntil = then == null ? sent.time().now() : then;
        budget.spend(TimeUnit.MILLISECONDS.toNanos(sent.at().millisUntil(waitedUntil)));
        try {
            awaiter.await(sent.answer(), budget);
        } finally {
            conclude();
        }
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
        }
    }

    /** Takes the answer in, if it is there. */
    void concludeIfAnswered() {
        if (sent.answer().isDone()) {
            conclude();
        }
    }

    /** Takes the answer in and passes the turn. Without an answer, and for a session that has another id now, the changes stay pending. Once. */
    private synchronized void conclude() {
        if (concluded) {
            return;
        }
        concluded = true;
        try {
            SessionStore.Outcome outcome = sent.answer().isCompletedExceptionally()
                    ? null
                    : sent.answer().getNow(null);
            if (outcome != null && !(outcome instanceof SessionStore.Renamed)) {
                sent.settle(outcome);
            }
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            sent.entry().passTurn();
        }
    }
}
