package dev.limpet.session;

import java.time.Duration;

/**
 * Whether this node may end sessions: only when its beats have been answered for a while. Right after a start or an outage the homes have uses to tell that
 * the store has not heard of.
 */
final class Quiet {

    private final Duration needed;
    private final TimeSource time;

    /** Guarded by this; null: not answered. */
    private Moment since;

    Quiet(Duration needed, TimeSource time) {
        this.needed = needed;
        this.time = time;
    }

    synchronized void beatAnswered() {
        if (since == null) {
            since = time.now();
        }
    }

    synchronized void beatFailed() {
        since = null;
    }

    synchronized boolean hasLastedLongEnough() {
        return since != null && !since.isWithin(needed.toMillis(), time.now());
    }
}
