package dev.limpet.session;

/**
 * The loads of one session id on this node: one on its way to the store, and one that waits for its answer to leave after it. A load serves the requests
 * that came before it was sent; who comes later waits and begins again. Guarded by the lock of its {@link SessionEntry}.
 */
final class LoadsUnderWay {

    private LoadTicket load;
    private LoadTicket next;

    /** A request comes that cannot be served from memory. {@code proven}: its cookie names this node. */
    Step step(boolean proven) {
        LoadTicket unsent = load == null ? next : load.isSent() ? null : load;
        if (unsent != null) {
            unsent.join();
            return new Step.Join(unsent);
        }
        if (load == null) {
            load = new LoadTicket();
            return new Step.Lead(load, null);
        }
        if (proven) {
            return new Step.WaitFor(load);
        }
        if (next == null) {
            next = new LoadTicket();
            return new Step.Lead(next, load);
        }
        next.join();
        return new Step.Join(next);
    }

    /** The ticket's load is sent now. */
    void leaves(LoadTicket ticket) {
        if (ticket == next) {
            next = null;
            load = ticket;
        }
    }

    /** Answered or failed. */
    void close(LoadTicket ticket) {
        if (load == ticket) {
            load = null;
        }
        if (next == ticket) {
            next = null;
        }
    }

    /** A drop of this epoch has come, or this node has ended or renamed the session itself. */
    void overtake(long epoch) {
        if (load != null) {
            load.overtake(epoch);
        }
    }

    /** Whether none is on its way. */
    boolean isFree() {
        return load == null;
    }

    boolean isEmpty() {
        return load == null && next == null;
    }
}
