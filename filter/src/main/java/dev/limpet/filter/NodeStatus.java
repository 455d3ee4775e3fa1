package dev.limpet.filter;

import java.time.Instant;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What a node knows of itself without asking anybody.
 *
 * @param state whether it serves
 * @param redis what its last contact with Redis showed
 * @param localSessions how many sessions it holds in memory; empty when it does not know
 * @param since when it came into this state
 */
public record NodeStatus(State state, Redis redis, OptionalInt localSessions, Instant since) {

    /** Whether the node serves. */
    public enum State {
        UP,
        /** Serves, and lets go of its clients. */
        DRAINING,
        DOWN
    }

    /** What is known of Redis. */
    public enum Redis {
        UP,
        DOWN,
        UNKNOWN,
        /** This node uses none. */
        NONE
    }

    public NodeStatus {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(redis, "redis");
        Objects.requireNonNull(localSessions, "localSessions");
        Objects.requireNonNull(since, "since");
    }

    /** Of a node that knows of no sessions and no Redis: up. */
    static NodeStatus standalone(Instant since) {
        return new NodeStatus(State.UP, Redis.NONE, OptionalInt.empty(), since);
    }

    /** The same node in a drain. One that is down stays down. */
    NodeStatus drainingSince(Instant start) {
        return state == State.DOWN ? this : new NodeStatus(State.DRAINING, redis, localSessions, start);
    }
}
