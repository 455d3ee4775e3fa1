package dev.limpet.session;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One node of the protocol: what a container calls to find, create, save, rename and end sessions. Requests call it on their own threads, drops come on the
 * store's, beats on the housekeeper's.
 */
public final class SessionNode {

    /**
     * @param copy the session, entered for the caller who has to leave it; null: there is none
     * @param loaded whether the store was asked: then, and only then, the answer may vouch for this node
     */
    public record Found(Copy copy, boolean loaded) {}

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BIRTH_BYTES = 9;
    private static final String ANY_ID = "0";
    private static final int BEATS_MISSED = 5;

    private final NodeId id;
    private final Terms terms;
    private final SessionStore store;
    private final Values values;
    private final TimeSource time;
    private final Awaiter awaiter;
    private final LocalSessions sessions;
    private final Quiet quiet;
    private final Touches touches;
    private final Loads loads;
    private final Saves saves;
    private final Beats beats;

    public SessionNode(
            NodeId id,
            Terms terms,
            SessionStore store,
            Values values,
            SizeLimit limit,
            TimeSource time,
            Awaiter awaiter) {
        this.id = id;
        this.terms = terms;
        this.store = store;
        this.values = values;
        this.time = time;
        this.awaiter = awaiter;
        this.sessions = new LocalSessions(key -> new SessionEntry(key, store.bucketOf(key), terms, values));
        Duration longestGap = terms.beat().multipliedBy(BEATS_MISSED).plus(terms.storeTimeout());
        this.quiet = new Quiet(terms.quiet(), longestGap, time);
        this.touches = new Touches(store, time);
        this.loads = new Loads(id, sessions, store, time, awaiter, quiet);
        this.saves = new Saves(id, sessions, store, time, awaiter, limit);
        this.beats = new Beats(id, sessions, store, time, quiet);
    }

    public NodeId id() {
        return id;
    }

    public Terms terms() {
        return terms;
    }

    /** The time that a request has for the store, beginning now. */
    public Budget budget() {
        return Budget.of(terms.storeTimeout());
    }

    // ------------------------------------------------------------------------------------------------------ requests

    /**
     * A request comes with this id: served from memory, 0 trips, or by one load.
     *
     * @param proven whether the session cookie, and no URL, names this node
     * @throws StoreUnavailableException unknown whether there is such a session
     */
    public Found find(String sessionId, boolean proven, Budget budget) {
        Loads.Arrival arrival = loads.find(sessionId, proven && !beats.isRivalled(), budget);
        return new Found(arrival.copy(), arrival.loaded());
    }

    /** A look: whether there is such a session; asks this node's memory, then the store. Nothing is taken, nothing prolonged. */
    public boolean exists(String sessionId, Budget budget) {
        return isHome(sessionId) || awaiter.await(store.exists(sessionId), budget);
    }

    /** After a call that has failed: whether the store answers others in the time that is left, so that the failure is that call's alone. */
    boolean isStoreThere(Budget budget) {
        if (budget.remainingNanos() == 0) {
            return false;
        }
        try {
            awaiter.await(store.exists(ANY_ID), budget);
            return true;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    /** Whether the session is in this node's memory and may be served from it. */
    public boolean isHome(String sessionId) {
        SessionEntry entry = sessions.entryIfAny(sessionId);
        return entry != null && entry.isHome(time.now());
    }

    /** Whether the session is in this node's memory and nobody is known to have taken it, be its lease over or not. */
    public boolean keeps(String sessionId) {
        SessionEntry entry = sessions.entryIfAny(sessionId);
        return entry != null && entry.keeps();
    }

    /** The current copy in this node's memory, home or not; or null. Not entered. */
    public Copy peek(String sessionId) {
        SessionEntry entry = sessions.entryIfAny(sessionId);
        return entry == null ? null : entry.current();
    }

    /** The ids of a user's sessions, on all nodes; one pipeline. */
    public List<String> sessionsOf(String user, Budget budget) {
        return awaiter.await(store.sessionsOf(user), budget);
    }

    /** A new session, entered for the caller. Nobody else knows of it before its first save. */
    public Copy create(String sessionId, long createdMillis, int maxInactiveSeconds) {
        String birth = birth();
        SessionContent content = SessionContent.empty(values.boundTo(birth));
        content.setMaxInactiveSeconds(maxInactiveSeconds, false);
        Copy copy = new Copy(sessions.entry(sessionId), birth, createdMillis, content, time.now());
        copy.enter();
        return copy;
    }

    private static String birth() {
        byte[] random = new byte[BIRTH_BYTES];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /**
     * The commit point of a request: at most one trip, none if nothing changed. A use that has to be told goes along with it, or in a touch that nobody waits
     * for. Fails as {@link Saves#save} says.
     */
    public void save(Copy copy, Budget budget) {
        saves.save(copy, budget);
        if (isTouchDue(copy, time.now())) {
            touches.send(copy);
        }
    }

    /** As {@code save}, but returns as soon as the changes are sent; its {@code finish}, and then {@code save}, complete it. @return null: {@code save} has to do it all */
    public BegunSave begin(Copy copy) {
        return saves.begin(copy);
    }

    private boolean isTouchDue(Copy copy, Moment now) {
        return copy.isTouchDue(now, terms.touchInterval().toMillis());
    }

    /**
     * A request ends; it has still to leave the copy. If it has lasted longer than a use may go untold, its end is a use too: shorter ones are covered by the
     * deadline's interval.
     */
    public void endUse(Copy copy) {
        Moment now = time.now();
        if (copy.isInUseForLong(now, terms.touchInterval().toMillis())) {
            copy.entry().use(copy, now);
        }
    }

    /** @return false: the new id is in use; take another */
    public boolean rename(Copy copy, String newId, boolean fenced, Budget budget) {
        return saves.rename(copy, newId, fenced, budget);
    }

    /** Whether a session may be renamed to this id in one step. */
    public boolean isSameBucket(String sessionId, String newId) {
        return store.bucketOf(sessionId) == store.bucketOf(newId);
    }

    /** @return whether this call ended the session: then its node fires the listeners */
    public boolean end(Copy copy, Budget budget) {
        return saves.end(copy, budget);
    }

    // ------------------------------------------------------------------------------------- what comes from elsewhere

    /** A drop has come on this node's channel. */
    public void heard(SessionStore.Drop drop) {
        SessionEntry entry = sessions.entryIfAny(drop.id());
        if (entry != null) {
            entry.heard(drop.epoch());
        }
    }

    // -------------------------------------------------------------------------------------------------- housekeeping

    /** @throws StoreUnavailableException no answer */
    public void beat() {
        beats.beat(awaiter, budget());
    }

    /** Tells the store of uses that are older than the touch interval; also of a copy that has lost its home meanwhile: it was used all the same. */
    public void tellUses() {
        Moment now = time.now();
        touches.send(currents().stream().filter(copy -> isTouchDue(copy, now)).toList());
    }

    /** Forgets copies that nobody uses: those over the limit, longest unused first, and those that can be of no use any more. */
    public void tidy() {
        Moment now = time.now();
        List<Copy> unused = new ArrayList<>();
        for (SessionEntry entry : sessions.all()) {
            Copy copy = entry.current();
            if (copy == null) {
                sessions.clearAway(entry);
            } else if (!copy.isInUse()) {
                unused.add(copy);
            }
        }
        int excess = sessions.size() - terms.maxLocalSessions();
        if (excess > 0) {
            unused.sort(Comparator.comparingLong(copy -> copy.lastUsed().nanos()));
        }
        for (int i = 0; i < unused.size(); i++) {
            Copy copy = unused.get(i);
            if (i < excess || copy.idleTooLong(now)) {
                tellAndEvict(copy);
            }
        }
    }

    private void tellAndEvict(Copy copy) {
        if (copy.hasUnsentUse()) {
            touches.send(copy);
        }
        sessions.evict(copy.entry());
    }

    /** How many sessions are in this node's memory. */
    public int localSessions() {
        return sessions.size();
    }

    /** The copies in memory, home or not. */
    public List<Copy> currents() {
        List<Copy> copies = new ArrayList<>();
        for (SessionEntry entry : sessions.all()) {
            Copy copy = entry.current();
            if (copy != null) {
                copies.add(copy);
            }
        }
        return copies;
    }

    /** The copies in memory that nobody is known to have taken from this node, whether or not their leases run. */
    public List<Copy> kept() {
        return currents().stream().filter(copy -> keeps(copy.id())).toList();
    }

    /** The copies in memory that may be served from it just now. */
    public List<Copy> homes() {
        return currents().stream().filter(copy -> isHome(copy.id())).toList();
    }

    /** Whether this node may end sessions: its beats have been answered for long enough. */
    boolean mayEndSessions() {
        return quiet.hasLastedLongEnough();
    }

    /** Whether another live node bears this node's name. */
    public boolean isRivalled() {
        return beats.isRivalled();
    }

    /** The last thing a node does: tells all untold uses and takes itself out of the register. */
    public CompletableFuture<Void> leave() {
        CompletableFuture<Void> told = touches.send(
                currents().stream().filter(copy -> copy.hasUnsentUse()).toList());
        return told.thenCompose(done -> store.leave(id));
    }

    /** A session that this node has claimed, with the values at hand; its own copy, if that is what the store has. Nobody else will be served it. */
    Copy claimed(String sessionId, SessionStore.Loaded loaded) {
        SessionEntry entry = sessions.entry(sessionId);
        Copy current = entry.current();
        entry.ended();
        if (current != null && current.birth().equals(loaded.birth()) && current.epoch() == loaded.epoch()) {
            return current;
        }
        SessionContent content = SessionContent.loaded(loaded, values);
        Copy copy = new Copy(entry, loaded.birth(), loaded.createdMillis(), content, time.now());
        copy.loaded(loaded.accessMillis());
        copy.die();
        return copy;
    }
}
