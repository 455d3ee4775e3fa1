package dev.limpet.it.clock;

/** The wall clock of a node whose operator has set it: off by the system property {@code clock.ahead.millis}, at any time. */
public final class SetClock {

    private SetClock() {}

    /** Instead of {@link System#currentTimeMillis()}. */
    public static long currentTimeMillis() {
        return System.currentTimeMillis() + Long.getLong("clock.ahead.millis", 0);
    }
}
