package dev.limpet.session;

import java.util.concurrent.CompletableFuture;

/**
 * What this node knows of one session id: the current copy, the load and the save under way. Each method is one step of the protocol, takes no time and
 * asks nobody: {@link Loads} and {@link Saves} carry its decisions to the store and bring the answers back.
 */
final class SessionEntry {

    private static final CompletableFuture<Void> NOBODYS_TURN = CompletableFuture.completedFuture(null);

    private final String id;
    private final int bucket;
    private final long leaseMillis;
    private final long touchMillis;
    private final Values values;

    // all guarded by this
    private Copy current;
    private final LoadsUnderWay loads = new LoadsUnderWay();
    private CompletableFuture<Void> saving;
    private BegunSave begun;
    private boolean everythingNext;
    private int renamesHither;
    private long droppedSinceRename;
    private boolean retired;

    SessionEntry(String id, int bucket, Terms terms, Values values) {
        this.id = id;
        this.bucket = bucket;
        this.leaseMillis = terms.lease().toMillis();
        this.touchMillis = terms.touchInterval().toMillis();
        this.values = values;
    }

    String id() {
        return id;
    }

    /** Where the session lies in the store. */
    int bucket() {
        return bucket;
    }

    // ------------------------------------------------------------------------------------------------ begin and load

    /** A request comes. {@code proven}: its cookie says that this node was the last to load the session for its client. */
    synchronized Step begin(boolean proven, Moment now) {
        if (retired) {
            return new Step.Retired();
        }
        if (proven && current != null && current.isServable(now, leaseMillis) && !current.idleTooLong(now)) {
            current.enter();
            current.use(now);
            return new Step.Serve(current);
        }
        return loads.step(proven);
    }

    synchronized void use(Copy copy, Moment now) {
        copy.use(now);
    }

    /** The load leaves now. A copy with changes not yet saved is no known one: nobody can tell what of it the store has. */
    synchronized SessionStore.Load send(LoadTicket ticket, NodeId node, boolean overdueIsAbsent, Moment now) {
        loads.leaves(ticket);
        boolean known = current != null && !everythingNext && !current.content().hasPending();
        everythingNext = false;
        ticket.send(known ? current : null, now);
        long idle = current == null || !current.hasUntoldUse()
                ? -1
                : current.lastUsed().millisUntil(now);
        return new SessionStore.Load(
                id,
                node,
                known ? new SessionStore.Known(current.birth(), current.epoch()) : null,
                idle,
                overdueIsAbsent);
    }

    /** The answer of a load. @return for all requests that the load serves */
    synchronized LoadTicket.Result answered(LoadTicket ticket, SessionStore.Found found, Moment now) {
        loads.close(ticket);
        if (!(found instanceof SessionStore.Loaded loaded)) {
            endHere();
            return new LoadTicket.NoSession();
        }
        boolean home = ticket.overtaken() <= loaded.epoch() && ticket.sent().isWithin(leaseMillis, now);
        if (current != null && current.birth().equals(loaded.birth()) && current.epoch() == loaded.epoch()) {
            current.goHome(loaded.epoch(), home);
            return serve(ticket, loaded, now);
        }
        if (!loaded.full() && !isUsableBase(ticket)) {
            everythingNext = true;
            return new LoadTicket.Again();
        }
        SessionContent content = loaded.full()
                ? SessionContent.loaded(loaded, values)
                : current.content().with(loaded);
        if (current != null) {
            current.loseHome();
        }
        current = new Copy(this, loaded.birth(), loaded.createdMillis(), content, now);
        current.goHome(loaded.epoch(), home);
        return serve(ticket, loaded, now);
    }

    /** A delta goes only onto the very copy it was asked for, and never onto one that a request may still change: two copies share no value. */
    private boolean isUsableBase(LoadTicket ticket) {
        return current != null
                && current == ticket.base()
                && current.epoch() == ticket.baseEpoch()
                && !current.isInUse()
                && !current.content().hasPending();
    }

    private LoadTicket.Result serve(LoadTicket ticket, SessionStore.Loaded loaded, Moment now) {
        current.proven(ticket.sent());
        current.accessTold(ticket.sent());
        current.loaded(loaded.accessMillis());
        current.use(now);
        return ticket.serve(current);
    }

    /** The load got no answer: the script may have run, or runs later, or never. */
    synchronized void failed(LoadTicket ticket) {
        loads.close(ticket);
    }

    // ---------------------------------------------------------------------------------------------------------- save

    /** The turn to save: one save of a session at a time. @return null: it is this caller's turn; else what to wait for before asking again */
    synchronized CompletableFuture<Void> takeTurn() {
        if (retired) {
            return NOBODYS_TURN;
        }
        if (saving != null) {
            return saving;
        }
        saving = new CompletableFuture<>();
        return null;
    }

    void passTurn() {
        CompletableFuture<Void> turn;
        synchronized (this) {
            turn = saving;
            saving = null;
            begun = null;
        }
        turn.complete(null);
    }

    /** Who has the turn has sent its save and goes. Those who want the turn are called when the answer is there: whoever comes first takes it in. */
    void sentOff(BegunSave save) {
        CompletableFuture<Void> turn;
        synchronized (this) {
            begun = save;
            turn = saving;
        }
        save.answered().thenRun(() -> turn.complete(null));
    }

    /** Takes in the answer that a begun save may have got. */
    void concludeAnswered() {
        BegunSave save;
        synchronized (this) {
            save = begun;
        }
        if (save != null) {
            save.concludeIfAnswered();
        }
    }

    /** The first save of a session has been answered: now it has a home. */
    synchronized void created(Copy copy, long epoch, Moment sent, Moment now) {
        boolean undisturbed = current == null && loads.isFree() && !copy.isDead();
        copy.goHome(epoch, undisturbed && sent.isWithin(leaseMillis, now));
        copy.proven(sent);
        copy.accessTold(sent);
        if (!copy.isDead()) {
            makeCurrent(copy);
        }
    }

    /** Whether a save that is sent now has to tell the store of the use. */
    boolean isUntold(Copy copy, Moment now) {
        return copy.isUntold(now, touchMillis);
    }

    synchronized void saved(Copy copy, Moment sent, boolean tellsUse, Moment now) {
        copy.endLease(now, leaseMillis);
        copy.proven(sent);
        if (tellsUse) {
            copy.accessTold(sent);
        }
    }

    /** Applied, though others have had the session meanwhile: nobody is home now. */
    synchronized void movedOn(Copy copy, long epoch) {
        copy.stored();
        heard(epoch);
    }

    /** The copy is no longer the current one; who runs on it keeps it. */
    synchronized void detach(Copy copy) {
        copy.loseHome();
        if (current == copy) {
            current = null;
        }
    }

    synchronized void gone(Copy copy) {
        copy.die();
        if (current == copy) {
            current = null;
        }
    }

    // ------------------------------------------------------------------------------------------------ end and rename

    /** The session has ended here by this node's own doing: a load under way has been overtaken by it. */
    synchronized void ended() {
        endHere();
        heard(SessionStore.INFINITE);
    }

    private void endHere() {
        if (current != null) {
            current.die();
            current = null;
        }
    }

    /** A rename to this id is sent: from now on drops of the id count against it. @return false: the entry is cleared away, take a new one */
    synchronized boolean expectRename() {
        if (!retired && renamesHither++ == 0) {
            droppedSinceRename = 0;
        }
        return !retired;
    }

    synchronized void renameFailed() {
        renamesHither--;
    }

    /**
     * The copy has this id from now on. {@code wasHome}: when the rename was sent; that it was applied shows that nobody has taken the session since, and the
     * drop of the old id that may have come meanwhile is this node's own.
     */
    synchronized void renamedHither(Copy copy, boolean wasHome, long epoch, Moment sent, Moment now) {
        renamesHither--;
        boolean home = wasHome && sent.isWithin(leaseMillis, now) && droppedSinceRename <= epoch && loads.isFree();
        copy.moveTo(this);
        copy.revive();
        copy.goHome(epoch, home);
        copy.proven(sent);
        makeCurrent(copy);
    }

    /** At home or not: there must not be two copies of one epoch. */
    private void makeCurrent(Copy copy) {
        if (current == null || current.epoch() <= copy.epoch()) {
            if (current != null) {
                current.loseHome();
            }
            current = copy;
        }
    }

    /** The copy has this id, but others have had the session: its epoch stays what it was. */
    synchronized void followedHither(Copy copy) {
        renamesHither--;
        copy.revive();
        copy.loseHome();
        copy.moveTo(this);
    }

    /** The copy of this entry has gone to another id; nobody's copy is left here. */
    synchronized void renamedAway(Copy copy) {
        if (current == copy) {
            current = null;
        }
        ended();
    }

    // ------------------------------------------------------------------------------------------------ drops and beats

    /** A drop, by message, by beat, or by this node's own doing. Twice does no harm. */
    synchronized void heard(long epoch) {
        if (current != null && current.epoch() < epoch) {
            current.loseHome();
            if (epoch == SessionStore.INFINITE) {
                current = null;
            }
        }
        loads.overtake(epoch);
        if (renamesHither > 0) {
            droppedSinceRename = Math.max(droppedSinceRename, epoch);
        }
    }

    /** A beat that was sent at that moment has found no drop for a copy that is still home. */
    synchronized void proven(Moment sent, Moment now) {
        if (current != null && current.isServable(now, leaseMillis)) {
            current.proven(sent);
        }
    }

    /** Whether the copy is the current one, and may be served. */
    synchronized boolean isHome(Copy copy, Moment now) {
        return current == copy && copy.isServable(now, leaseMillis);
    }

    synchronized boolean isHome(Moment now) {
        return current != null && current.isServable(now, leaseMillis);
    }

    synchronized boolean keeps() {
        return current != null && !current.isTaken();
    }

    // -------------------------------------------------------------------------------------------------- housekeeping

    /** Whether the copy is what requests get that come now. A copy that is not must not be saved as if it were up to date. */
    synchronized boolean isCurrent(Copy copy) {
        return current == copy;
    }

    synchronized Copy current() {
        return current;
    }

    /** Forgets the copy if nobody uses it and nothing of it is unsaved or untold. @return whether the entry is empty now and retired */
    synchronized boolean evict() {
        if (current != null && !current.isInUse() && !current.content().hasPending() && !current.hasUnsentUse()) {
            current.loseHome();
            current = null;
        }
        return retireIfEmpty();
    }

    synchronized boolean isRetired() {
        return retired;
    }

    synchronized boolean retireIfEmpty() {
        retired = current == null && loads.isEmpty() && saving == null && renamesHither == 0;
        return retired;
    }
}
