package dev.limpet.session;

import java.time.Duration;

/**
 * The times and limits that the protocol works with.
 *
 * @param lease how long a copy is served after the sending of the last script that proved it; zero: every request asks the store
 * @param beat the time between two beats
 * @param touchInterval how long uses of a session may go untold
 * @param storeTimeout what one request may spend waiting for the store
 * @param quiet how long beats must have been answered before this node ends sessions: the homes tell their uses first
 * @param claim how long a claimer has for the listeners before another takes over
 * @param maxLocalSessions how many copies nobody uses are kept
 */
public record Terms(
        Duration lease,
        Duration beat,
        Duration touchInterval,
        Duration storeTimeout,
        Duration quiet,
        Duration claim,
        int maxLocalSessions) {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** With the quiet time and the claim of a minute each. */
    public Terms(Duration lease, Duration beat, Duration touchInterval, Duration storeTimeout, int maxLocalSessions) {
        this(lease, beat, touchInterval, storeTimeout, MINUTE, MINUTE, maxLocalSessions);
    }
}
