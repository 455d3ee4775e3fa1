package dev.limpet.session;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the store answers, as the beats see it: down after two failures in a row, up after one answer. Any thread may ask. */
public final class StoreHealth {

    private static final Logger log = LoggerFactory.getLogger(StoreHealth.class);
    private static final int FAILURES_TO_BE_DOWN = 2;

    /** What is known: nothing before the first beat. */
    public enum State {
        UNKNOWN,
        UP,
        DOWN
    }

    private final String context;

    private int failures;
    private volatile State state = State.UNKNOWN;

    public StoreHealth(String context) {
        this.context = context;
    }

    public State state() {
        return state;
    }

    synchronized void answered() {
        failures = 0;
        if (state == State.DOWN) {
            log.info("{}: Redis answers again", context);
        }
        state = State.UP;
    }

    synchronized void unanswered(StoreUnavailableException cause) {
        failures++;
        if (failures == FAILURES_TO_BE_DOWN) {
            log.warn("{}: Redis does not answer: {}", context, cause.getMessage(), cause);
            state = State.DOWN;
        }
    }
}
