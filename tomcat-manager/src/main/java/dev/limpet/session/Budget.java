package dev.limpet.session;

import java.time.Duration;

/** The time that one request may spend waiting for the store, however many calls it makes; the application's own time does not count. One thread at a time. */
public final class Budget {

    private final Duration total;
    private long spentNanos;

    private Budget(Duration total) {
        this.total = total;
    }

    public static Budget of(Duration total) {
        return new Budget(total);
    }

    Duration total() {
        return total;
    }

    public long remainingNanos() {
        return Math.max(0, total.toNanos() - spentNanos);
    }

    void spend(long nanos) {
        spentNanos += nanos;
    }
}
