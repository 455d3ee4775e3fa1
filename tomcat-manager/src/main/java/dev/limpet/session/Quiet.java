package dev.limpet.session;

import java.time.Duration;

/**
 * Whether this node may end sessions: only when its beats have been answered for a while, one soon after the other. Right after a start or an outage the homes
 * have uses to tell that the store has not heard of; a node that was frozen does not know whether there was one. Only the monotonic clock makes it quiet: an
 * operator sets the other. A gap ends it by either clock: a suspended machine stops the monotonic one.
 */
final class Quiet {

    private final Duration needed;
    private final Duration longestGap;
    private final TimeSource time;

    // Guarded by this; null: not answered.
    private Moment since;
    private Moment last;

    /** @param longestGap between two answered beats of a node that runs */
    Quiet(Duration needed, Duration longestGap, TimeSource time) {
        this.needed = needed;
        this.longestGap = longestGap;
        this.time = time;
    }

    synchronized void beatAnswered() {
        Moment now = time.now();
        if (since == null || !last.isWithin(longestGap.toMillis(), now)) {
            since = now;
        }
        last = now;
    }

    synchronized void beatFailed() {
        since = null;
    }

    synchronized boolean hasLastedLongEnough() {
        Moment now = time.now();
        return since != null
                && since.millisUntil(now) >= needed.toMillis()
                && last.isWithin(longestGap.toMillis(), now);
    }
}
