package dev.limpet.session;

import java.util.concurrent.CompletableFuture;

/** One load and the requests that it serves: those that came before it was sent. Guarded by the lock of its {@link SessionEntry}, but for the future. */
final class LoadTicket {

    /** What a load brought to the requests that it serves. */
    sealed interface Result permits Served, NoSession, Again {}

    /** The copy, entered for each of the requests. */
    record Served(Copy copy) implements Result {}

    record NoSession() implements Result {}

    /** The answer was of no use; begin again. */
    record Again() implements Result {}

    private final CompletableFuture<Result> done = new CompletableFuture<>();
    private int requests = 1;
    private Moment sent;
    private Copy base;
    private long baseEpoch;
    private long overtaken;

    /** Completed by the request that has sent the load, with what it found or the reason why it found nothing out. */
    CompletableFuture<Result> done() {
        return done;
    }

    void join() {
        requests++;
    }

    boolean isSent() {
        return sent != null;
    }

    void send(Copy known, Moment now) {
        base = known;
        baseEpoch = known == null ? -1 : known.epoch();
        overtaken = 0;
        sent = now;
    }

    void overtake(long epoch) {
        overtaken = Math.max(overtaken, epoch);
    }

    Moment sent() {
        return sent;
    }

    Copy base() {
        return base;
    }

    long baseEpoch() {
        return baseEpoch;
    }

    /** The highest epoch that was dropped while the load was under way. */
    long overtaken() {
        return overtaken;
    }

    Result serve(Copy copy) {
        copy.enter(requests);
        return new Served(copy);
    }
}
