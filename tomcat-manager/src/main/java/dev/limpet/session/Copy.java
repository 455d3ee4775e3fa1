package dev.limpet.session;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A session decoded on this node. It is home while nobody has taken it from the node and its lease runs: then it is served without asking the store.
 * A copy that has been replaced, dropped or overtaken lives on with the requests that already hold it and is judged at their own save.
 *
 * <p>What the protocol decides on is written under the lock of the copy's {@link SessionEntry} only; the content has a lock of its own.
 */
public final class Copy {

    private static final long SECOND = 1000;
    private static final long QUARTER_SECOND = SECOND / 4;

    private final String birth;
    private final long createdMillis;
    private final SessionContent content;
    private final AtomicInteger users = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger fencedRequests = new AtomicInteger();

    private volatile String id;
    private volatile SessionEntry entry;
    private volatile boolean created;
    private volatile boolean dead;
    private volatile boolean home;
    private volatile boolean taken;
    private volatile long epoch;
    private volatile Moment lease = Moment.NEVER;
    private volatile long usedNanos;
    private volatile long usedMillis;
    private volatile Moment accessSent;
    private volatile Moment accessTold;
    private volatile long accessMillis;
    private volatile Object face;

    Copy(SessionEntry entry, String birth, long createdMillis, SessionContent content, Moment used) {
        this.entry = entry;
        this.id = entry.id();
        this.birth = birth;
        this.createdMillis = createdMillis;
        this.content = content;
        use(used);
        this.accessSent = Moment.NEVER;
        this.accessTold = Moment.NEVER;
    }

    /** The id that the client knows, without any suffix. */
    public String id() {
        return id;
    }

    /** Random, given at creation: tells a session from a later one of the same id. */
    public String birth() {
        return birth;
    }

    public long createdMillis() {
        return createdMillis;
    }

    public SessionContent content() {
        return content;
    }

    /** The last access that the store knew of when this copy was loaded, milliseconds since 1970; 0 for a new session. */
    public long accessMillis() {
        return accessMillis;
    }

    /** Whether the session is over; requests that still hold the copy find it invalid. */
    public boolean isDead() {
        return dead;
    }

    /** Whether the store knows the session: false until its first save has been answered. */
    public boolean isCreated() {
        return created;
    }

    public boolean isInUse() {
        return users.get() > 0;
    }

    /** What the container shows of this copy to the application; set once by it. */
    public Object face() {
        return face;
    }

    public void show(Object newFace) {
        face = newFace;
    }

    /** A request that has got the copy is done with it. Each request that took it calls this once. */
    public void leave() {
        if (users.decrementAndGet() == 0) {
            content.calmDown(() -> !isInUse());
        }
    }

    /** A further holder of a copy that is held already (a dispatch of another context, a thread of the application). */
    public void enter() {
        users.incrementAndGet();
    }

    void enter(int times) {
        users.addAndGet(times);
    }

    /** A request works on the copy from now on. {@code fenced}: its cookie named this node. */
    public void join(boolean fenced) {
        requests.incrementAndGet();
        if (fenced) {
            fencedRequests.incrementAndGet();
        }
    }

    public void part(boolean fenced) {
        requests.decrementAndGet();
        if (fenced) {
            fencedRequests.decrementAndGet();
        }
    }

    /** Whether more than one request works on the copy. */
    boolean isShared() {
        return requests.get() > 1;
    }

    /** Whether a request whose cookie named this node works on the copy: what a thread of the application changes counts as its change. */
    public boolean hasFencedRequest() {
        return fencedRequests.get() > 0;
    }

    /** Whether there may be something to save. */
    public boolean mayNeedSaving() {
        return !created || content.mayHaveChanged();
    }

    /** Whether there is something to save for sure: something was set or removed, or the session is a new one. */
    public boolean needsSaving() {
        return !created || content.hasPending();
    }

    /** Whether something was changed that no commit point has seen: the request was cut off, or a thread of the application did it. */
    public boolean hasUntriedChanges() {
        return created && content.hasUntried();
    }

    SessionEntry entry() {
        return entry;
    }

    long epoch() {
        return epoch;
    }

    boolean isHome() {
        return home;
    }

    /** Whether it is known that others have had the session since. A lease that is over does not say so. */
    boolean isTaken() {
        return taken;
    }

    /** Asked without the lock, it may have one clock's time of the use before: then a use is told once more than need be. */
    Moment lastUsed() {
        return new Moment(usedNanos, usedMillis);
    }

    /** Every request does; hence no object, which would lie far from the copy. */
    void use(Moment now) {
        usedNanos = now.nanos();
        usedMillis = now.millis();
    }

    /** Whether a use that the store does not know of has to be sent now. */
    boolean isTouchDue(Moment now, long touchMillis) {
        return lastUsed().isAfter(accessSent) && !accessSent.isWithin(interval(touchMillis), now);
    }

    /** Whether the last use began longer ago than a use may go untold. */
    boolean isInUseForLong(Moment now, long touchMillis) {
        return !lastUsed().isWithin(interval(touchMillis), now);
    }

    boolean hasUnsentUse() {
        return lastUsed().isAfter(accessSent);
    }

    /** Whether the store is not known to have heard of the last use: what was sent may still be under way. */
    boolean hasUntoldUse() {
        return lastUsed().isAfter(accessTold);
    }

    /** The use of that moment has been sent, with a touch. */
    void accessSent(Moment use) {
        accessSent = Moment.later(accessSent, use);
    }

    /** The store has answered that it has the use of that moment, with a load, a save or a touch. */
    void accessTold(Moment use) {
        accessSent(use);
        accessTold = Moment.later(accessTold, use);
    }

    /** Whether it is so long since the store is known to have heard of a use that a save has to tell it again: a touch under way may be late. */
    boolean isUntold(Moment now, long touchMillis) {
        return !accessTold.isWithin(interval(touchMillis), now);
    }

    /** A touch got no answer: it is due again at once. */
    void touchLost() {
        accessSent = Moment.NEVER;
    }

    /** How long a use may go untold, milliseconds; a quarter of a short life. */
    private long interval(long touchMillis) {
        int maxInactive = content.maxInactiveSeconds();
        return maxInactive <= 0 ? touchMillis : Math.min(touchMillis, maxInactive * QUARTER_SECOND);
    }

    boolean idleTooLong(Moment now) {
        int maxInactive = content.maxInactiveSeconds();
        return maxInactive > 0 && !lastUsed().isWithin(maxInactive * SECOND, now);
    }

    boolean isServable(Moment now, long leaseMillis) {
        endLease(now, leaseMillis);
        return home && !dead;
    }

    /** No beat and no save revives a lease that has ended: the copy is away from home until it is loaded again. */
    void endLease(Moment now, long leaseMillis) {
        if (home && !lease.isWithin(leaseMillis, now)) {
            home = false;
        }
    }

    void proven(Moment sent) {
        lease = Moment.later(lease, sent);
    }

    void goHome(long atEpoch, boolean isHome) {
        epoch = atEpoch;
        home = isHome;
        taken = false;
        created = true;
    }

    void loaded(long lastAccessMillis) {
        accessMillis = lastAccessMillis;
    }

    /** The store knows the session, which is at home elsewhere. */
    void stored() {
        created = true;
        loseHome();
    }

    void loseHome() {
        home = false;
        taken = true;
    }

    void die() {
        home = false;
        dead = true;
    }

    /** The session goes on under another id: what has ended is the old one. */
    void revive() {
        dead = false;
    }

    void moveTo(SessionEntry other) {
        entry = other;
        id = other.id();
    }

    @Override
    public String toString() {
        return "copy of " + SessionHash.of(id) + " epoch " + epoch + (home ? " home" : "") + (dead ? " dead" : "");
    }
}
