package dev.limpet.session;

import java.util.concurrent.CompletableFuture;

/**
 * A save that has been sent and holds its session's turn, while no thread waits for it. The answer is taken in by whoever comes first: the request that
 * began it, or a thread that wants the turn. So the turn never waits for a thread that may not come.
 */
public final class BegunSave {

    private final SentSave sent;

    // guarded by this
    private boolean concluded;
    private RuntimeException failure;

    BegunSave(SentSave sent) {
        this.sent = sent;
    }

    /** Completes when the store has answered, or has failed to; on the store's thread, which must not be held up. A future of its own each time. */
    public CompletableFuture<Void> answered() {
        return sent.answer().handle((outcome, unanswered) -> null);
    }

    Moment sentAt() {
        return sent.at();
    }

    CompletableFuture<SessionStore.Outcome> answer() {
        return sent.answer();
    }

    /** Takes the answer in, if it is there. */
    void concludeIfAnswered() {
        if (sent.answer().isDone()) {
            conclude();
        }
    }

    /**
     * Takes the answer in and passes the turn. Without an answer, and for a session that has another id now, the changes stay pending. Again: nothing.
     */
    synchronized void conclude() {
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

    /** Fails as the answer demands. To be asked once it is concluded. */
    synchronized void failIfRefused() {
        if (failure != null) {
            throw failure;
        }
    }
}
