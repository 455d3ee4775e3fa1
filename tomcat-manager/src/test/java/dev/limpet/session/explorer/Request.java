package dev.limpet.session.explorer;

import dev.limpet.session.Copy;

/** One request of a scenario: where it is, what its client knew when it was sent, what it has seen. */
final class Request {

    enum Phase {
        UNSENT,
        ARRIVED,
        /** In its fiber. */
        WORKING,
        ANSWERED,
        DONE
    }

    /** Why its fiber stands still, unless it waits for an answer. */
    enum Stop {
        NOWHERE,
        BEFORE_LOAD,
        BEFORE_CHANGE,
        BEFORE_COMMIT
    }

    final int number;
    final int client;
    final Op op;

    Phase phase = Phase.UNSENT;
    Stop stop = Stop.NOWHERE;
    Fiber fiber;
    Waiting waiting;
    Host host;
    int id;
    Host proof;
    boolean fenced;
    int acked;
    int applied;
    int trips;
    boolean owed;
    boolean gaveUp;

    Copy copy;
    Call lastLoad;
    /** How often it was asked for the time since the request last began to look for a copy. */
    int timesAsked;

    boolean loadLeft;
    boolean loaded;
    boolean absent;
    boolean given;
    boolean served;
    boolean refused;
    boolean nothing;
    Integer x;
    Integer y;

    Request(int number, int client, Op op) {
        this.number = number;
        this.client = client;
        this.op = op;
    }

    int bit() {
        return 1 << number;
    }

    boolean isUnderWay() {
        return phase != Phase.UNSENT && phase != Phase.DONE;
    }

    /** The value that it writes into its attribute; null: it removes it. */
    Integer value() {
        return op == Op.REMOVE_X ? null : number + 1;
    }

    Integer seen(String attribute) {
        return attribute.equals("x") ? x : y;
    }

    @Override
    public String toString() {
        return "r" + number + " " + op + (host == null ? "" : "@" + host.letter);
    }
}
