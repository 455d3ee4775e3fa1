package dev.limpet.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Carries a copy's changes to the store: at a request's commit point, at a rename, at the end of the session. Runs on the request's thread. Saves of one
 * session go out one after the other; what another request's save has carried along is saved. Without an answer the changes stay pending and go with the
 * next save, as they are then.
 */
final class Saves {

    private static final long CREATED_ALREADY = -1;

    private final NodeId node;
    private final LocalSessions sessions;
    private final SessionStore store;
    private final TimeSource time;
    private final Awaiter awaiter;
    private final SizeLimit limit;
    private final AtomicLong numbers = new AtomicLong();

    Saves(NodeId node, LocalSessions sessions, SessionStore store, TimeSource time, Awaiter awaiter, SizeLimit limit) {
        this.node = node;
        this.sessions = sessions;
        this.store = store;
        this.time = time;
        this.awaiter = awaiter;
        this.limit = limit;
    }

    // ---------------------------------------------------------------------------------------------------------- save

    /**
     * Saves all that has changed in the copy, if anything has. When it returns, every change made before the call is in the store, or the session is over.
     *
     * @throws OvertakenException nothing was applied; the copy is detached, or dead if its session was to be made
     * @throws UnsavableException the session is too large, or a value cannot be written; the copy is detached
     * @throws StoreUnavailableException no answer: the changes stay pending
     */
    void save(Copy copy, Budget budget) {
        if (!copy.mayNeedSaving()) {
            return;
        }
        SessionEntry entry = takeTurn(copy, budget);
        try {
            if (!copy.isDead()) {
                saveInTurn(entry, copy, budget);
            }
        } finally {
            entry.passTurn();
        }
    }

    private void saveInTurn(SessionEntry entry, Copy copy, Budget budget) {
        Snapshot snapshot = copy.content().snapshot(copy.isShared());
        if (hasSomething(copy, snapshot)) {
            judgeSize(entry, copy, snapshot);
            apply(entry, copy, snapshot, budget);
        }
        if (!snapshot.isComplete()) {
            entry.detach(copy);
            snapshot.failIfIncomplete();
        }
    }

    private static boolean hasSomething(Copy copy, Snapshot snapshot) {
        return !snapshot.isEmpty() || !copy.isCreated();
    }

    /**
     * Sends off all that has changed in the copy, if that can be done without waiting. The changes are saved when {@link BegunSave#finish} has returned.
     *
     * @return null: nothing is sent, and it is for {@link #save} to find out why: another save of the session is under way, this one fails, or nothing was set
     */
    BegunSave begin(Copy copy) {
        if (!copy.needsSaving()) {
            return null;
        }
        SessionEntry entry = sessions.entryOf(copy);
        if (entry.takeTurn() != null) {
            return null;
        }
        BegunSave begun = null;
        try {
            begun = copy.isDead() ? null : beginInTurn(entry, copy);
        } finally {
            if (begun == null) {
                entry.passTurn();
            }
        }
        return begun;
    }

    private BegunSave beginInTurn(SessionEntry entry, Copy copy) {
        Snapshot snapshot = copy.content().snapshot(copy.isShared());
        if (!hasSomething(copy, snapshot) || !snapshot.isComplete() || !limit.admits(copy, snapshot)) {
            return null;
        }
        BegunSave begun = new BegunSave(send(entry, copy, snapshot), awaiter);
        entry.sentOff(begun);
        return begun;
    }

    private void judgeSize(SessionEntry entry, Copy copy, Snapshot snapshot) {
        try {
            limit.check(copy, snapshot);
        } catch (UnsavableException e) {
            entry.detach(copy);
            throw e;
        }
    }

    private void apply(SessionEntry entry, Copy copy, Snapshot snapshot, Budget budget) {
        SentSave sent = send(entry, copy, snapshot);
        SessionStore.Outcome outcome = awaiter.await(sent.answer(), budget);
        if (outcome instanceof SessionStore.Renamed renamed) {
            outcome = follow(renamed.newId(), copy, snapshot, budget);
        }
        sent.settle(outcome);
    }

    private SentSave send(SessionEntry entry, Copy copy, Snapshot snapshot) {
        Moment now = time.now();
        boolean tellsUse = entry.isUntold(copy, now);
        return new SentSave(
                entry, copy, snapshot, now, tellsUse, time, store.save(command(entry, copy, snapshot, tellsUse)));
    }

    private SessionStore.Save command(SessionEntry entry, Copy copy, Snapshot snapshot, boolean tellsUse) {
        boolean detached = copy.isCreated() && !entry.isCurrent(copy);
        long created = copy.isCreated() ? CREATED_ALREADY : copy.createdMillis();
        return new SessionStore.Save(
                copy.id(),
                copy.birth(),
                copy.epoch(),
                detached,
                node,
                numbers.incrementAndGet(),
                tellsUse,
                snapshot.changes(),
                created);
    }

    /** The session has another id: the same changes once more under that one, as a copy that is not current. The ids that follow each other are few. */
    private SessionStore.Outcome follow(String newId, Copy copy, Snapshot snapshot, Budget budget) {
        SessionStore.Outcome outcome;
        String id = newId;
        while (true) {
            SessionStore.Save again = new SessionStore.Save(
                    id,
                    copy.birth(),
                    copy.epoch(),
                    true,
                    node,
                    numbers.incrementAndGet(),
                    true,
                    snapshot.changes(),
                    CREATED_ALREADY);
            outcome = awaiter.await(store.save(again), budget);
            if (!(outcome instanceof SessionStore.Renamed renamed)) {
                break;
            }
            id = renamed.newId();
        }
        if (outcome instanceof SessionStore.MovedOn movedOn) {
            SessionEntry other = sessions.entryIfAny(id);
            if (other != null) {
                other.heard(movedOn.epoch());
            }
        }
        return outcome;
    }

    /** Waits until no other save of this session is under way, and holds the turn. */
    private SessionEntry takeTurn(Copy copy, Budget budget) {
        while (true) {
            SessionEntry entry = sessions.entryOf(copy);
            CompletableFuture<Void> other = entry.takeTurn();
            if (other == null) {
                return entry;
            }
            awaiter.await(other, budget);
            entry.concludeAnswered();
        }
    }

    // ------------------------------------------------------------------------------------------------ rename and end

    /**
     * Gives the session another id, which lies in the same bucket. The old one is dead for everybody when this returns.
     *
     * @param fenced whether the request's cookie names this node: then an overtaken copy must not be renamed
     * @return false: the new id is in use, nothing was done
     */
    boolean rename(Copy copy, String newId, boolean fenced, Budget budget) {
        SessionEntry entry = takeTurn(copy, budget);
        try {
            if (copy.isCreated()) {
                return renameStored(entry, copy, newId, fenced, budget);
            }
            copy.moveTo(sessions.entry(newId));
            return true;
        } finally {
            entry.passTurn();
            sessions.clearAway(entry);
        }
    }

    private boolean renameStored(SessionEntry entry, Copy copy, String newId, boolean fenced, Budget budget) {
        SessionEntry target = sessions.entryForRename(newId);
        Moment sent = time.now();
        boolean wasHome = entry.isHome(copy, sent);
        SessionStore.Outcome outcome;
        try {
            outcome = awaiter.await(
                    store.rename(new SessionStore.Rename(copy.id(), copy.birth(), copy.epoch(), node, newId, fenced)),
                    budget);
        } catch (RuntimeException e) {
            target.renameFailed();
            sessions.clearAway(target);
            throw e;
        }
        if (outcome instanceof SessionStore.Applied applied) {
            target.renamedHither(copy, wasHome, applied.epoch(), sent, time.now());
            entry.renamedAway(copy);
            return true;
        }
        if (outcome instanceof SessionStore.MovedOn) {
            target.followedHither(copy);
            entry.renamedAway(copy);
            return true;
        }
        target.renameFailed();
        sessions.clearAway(target);
        return notRenamed(entry, copy, outcome);
    }

    private static boolean notRenamed(SessionEntry entry, Copy copy, SessionStore.Outcome outcome) {
        if (outcome instanceof SessionStore.Taken) {
            return false;
        }
        if (outcome instanceof SessionStore.Gone) {
            entry.gone(copy);
            throw new IllegalStateException("the session is over");
        }
        entry.detach(copy);
        throw OvertakenException.by(copy, "the session's id");
    }

    /** Ends a session that the store does not know; it may be just being made. @return false: it knows it now */
    private boolean endUnmade(Copy copy, Budget budget) {
        SessionEntry entry = takeTurn(copy, budget);
        try {
            if (!copy.isCreated()) {
                entry.gone(copy);
            }
            return !copy.isCreated();
        } finally {
            entry.passTurn();
        }
    }

    /**
     * Ends the session for everybody.
     *
     * @return whether this call did it: then, and only then, its node fires the listeners
     */
    boolean end(Copy copy, Budget budget) {
        if (!copy.isCreated() && endUnmade(copy, budget)) {
            return true;
        }
        SessionEntry entry = sessions.entryOf(copy);
        String id = copy.id();
        SessionStore.Ended ended = awaiter.await(store.end(new SessionStore.End(id, copy.birth(), node)), budget);
        while (ended instanceof SessionStore.EndedElsewhere elsewhere) {
            id = elsewhere.newId();
            ended = awaiter.await(store.end(new SessionStore.End(id, copy.birth(), node)), budget);
            sessions.entry(id).ended();
        }
        entry.gone(copy);
        entry.ended();
        sessions.clearAway(entry);
        return ended instanceof SessionStore.EndedNow;
    }
}
