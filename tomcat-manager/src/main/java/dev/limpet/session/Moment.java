package dev.limpet.session;

import java.time.Duration;

/**
 * A point in time on both clocks: a suspended machine stops the monotonic one, an operator sets the other. A span is over when either says so.
 *
 * @param nanos the monotonic clock, nanoseconds
 * @param millis the wall clock, milliseconds since 1970
 */
public record Moment(long nanos, long millis) {

    /** Long before anything that can happen. */
    static final Moment NEVER = new Moment(Long.MIN_VALUE / 2, 0);

    /** Whether less than {@code span} has passed from this moment until {@code now}, by both clocks. */
    public boolean isWithin(Duration span, Moment now) {
        return now.nanos - nanos < span.toNanos() && now.millis - millis < span.toMillis();
    }

    /** Time passed until {@code now} by the monotonic clock, milliseconds, never negative. */
    public long millisUntil(Moment now) {
        return Math.max(0, (now.nanos - nanos) / 1_000_000);
    }

    boolean isAfter(Moment other) {
        return nanos > other.nanos;
    }

    static Moment later(Moment a, Moment b) {
        return a.isAfter(b) ? a : b;
    }

    Moment minus(Duration span) {
        return new Moment(nanos - span.toNanos(), millis - span.toMillis());
    }
}
