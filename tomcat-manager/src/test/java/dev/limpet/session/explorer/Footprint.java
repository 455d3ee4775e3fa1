package dev.limpet.session.explorer;

/**
 * What a step has read and written of a world. Two steps of which neither has written what the other has read or written make no difference to each other:
 * neither makes the other possible or impossible, and in either order they lead to the same state and violate the same. Written down while a step is
 * carried out, and as coarse as may be: all that belongs to a node counts as one, and so does the store.
 */
final class Footprint {

    static final long STORE = 1;
    static final long TIME = 1 << 1;
    /** When the last drop was written into the store. */
    static final long LAST_DROP = 1 << 2;

    static final long GIVE_UPS = 1 << 3;
    static final long LOST_ANSWERS = 1 << 4;
    static final long LEASE_ENDS = 1 << 5;
    static final long BEATS = 1 << 6;
    /** Which requests are acknowledged. */
    static final long ACKED = 1 << 7;
    /** Whose writes have been applied. */
    static final long APPLIED = 1 << 8;

    static final long EVERYTHING = -1;

    static final int MOST_REQUESTS = 6;

    /** Sets that only grow: in which order makes no difference. */
    private static final long GROWING = ACKED | APPLIED;

    private static final int NODES = 3;
    private static final int FIRST_NODE = 9;
    private static final int FIRST_REQUEST = FIRST_NODE + 3 * NODES;
    private static final int FIRST_CLIENT = FIRST_REQUEST + 4 * MOST_REQUESTS;

    private long reads;
    private long writes;

    // ------------------------------------------------------------------------------------------------- what there is

    /** All of a node but its messages. */
    static long node(Host host) {
        return 1L << FIRST_NODE + host.number;
    }

    /** The messages on their way to it, and those it has not heard. */
    static long inbox(Host host) {
        return 1L << FIRST_NODE + NODES + host.number;
    }

    /** Whether a request has been sent there. */
    static long touched(int host) {
        return 1L << FIRST_NODE + 2 * NODES + host;
    }

    /** All of a request that nobody else looks at. */
    static long request(Request request) {
        return 1L << FIRST_REQUEST + request.number;
    }

    /** Whether it was sent. */
    static long sent(Request request) {
        return 1L << FIRST_REQUEST + MOST_REQUESTS + request.number;
    }

    /** Whether its client waits for it. */
    static long awaited(Request request) {
        return 1L << FIRST_REQUEST + 2 * MOST_REQUESTS + request.number;
    }

    /** Its calls to the store, apart from what they do there. */
    static long calls(Request request) {
        return 1L << FIRST_REQUEST + 3 * MOST_REQUESTS + request.number;
    }

    /** The client's cookie. */
    static long browser(int client) {
        return 1L << FIRST_CLIENT + client;
    }

    // ------------------------------------------------------------------------------------------------------- marking

    Footprint reading(long what) {
        reads |= what;
        return this;
    }

    Footprint writing(long what) {
        writes |= what;
        return this;
    }

    boolean isIndependentOf(Footprint other) {
        return (writes & other.reads) == 0 && (reads & other.writes) == 0 && (writes & other.writes & ~GROWING) == 0;
    }
}
