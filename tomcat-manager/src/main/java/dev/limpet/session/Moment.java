package dev.limpet.session;

import java.time.Duration;

/**
 * A point in time on both clocks: a suspended machine stops the monotonic one, an operator sets the other. A span is over when either says so.
 *
 * @param nanos the monotonic clock, nanoseconds
 * @param millis the wall clock, milliseconds since 1970
 */
public record Moment(long nanos, long millis) {

    private static final long NANOS_A_MILLI = 1_000_000;

    /** Long before anything that can happen. */
    static final Moment NEVER = new Moment(Long.MIN_VALUE / 2, 0);

    /** Whether less than this span has passed from this moment until {@code now}, by both clocks. */
    public boolean isWithin(long spanMillis, Moment now) {
        return now.nanos - nanos < spanMillis * NANOS_A_MILLI && now.millis - millis < spanMillis;
    }

    /** Time passed until {@code now} by the monotonic clock, milliseconds, never negative. */
    public long millisUntil(Moment now) {
        return Math.max(0, (now.nanos - nanos) / NANOS_A_MILLI);
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
