package dev.limpet.session;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

import dev.limpet.session.SignOnStore.Member;
import dev.limpet.session.SignOnStore.SignOn;

/**
 * The single sign-ons that a node knows. What the store has said less than a lease ago is served from memory; everything else is one trip. Any thread may
 * call; each call waits for the store for at most the store's timeout and then throws {@link StoreUnavailableException}: unknown, never absent.
 *
 * @param <T> what the container makes of a stored sign-on
 */
public final class SignOns<T> {

    private static final Pattern PLAUSIBLE = Pattern.compile("[A-Za-z0-9_-]{16,256}");

    private final SignOnStore store;
    private final BiFunction<String, SignOn, T> reader;
    private final Duration lease;
    private final Duration storeTimeout;
    private final TimeSource time;
    private final Awaiter awaiter;

    // Guarded by this.
    private final Map<String, Known<T>> known;
    private long endings;

    /**
     * @param reader makes of an id and what is stored under it what the container works with
     * @param most how many are kept in memory
     */
    public SignOns(
            SignOnStore store,
            BiFunction<String, SignOn, T> reader,
            Duration lease,
            Duration storeTimeout,
            int most,
            TimeSource time,
            Awaiter awaiter) {
        this.store = store;
        this.reader = reader;
        this.lease = lease;
        this.storeTimeout = storeTimeout;
        this.time = time;
        this.awaiter = awaiter;
        this.known = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Known<T>> eldest) {
                return size() > most;
            }
        };
    }

    /** Whether a container can have made such an id: anything else is not asked of the store. */
    public static boolean isPlausible(String id) {
        return PLAUSIBLE.matcher(id).matches();
    }

    /** The sign-on; null: there is none. */
    public T find(String id) {
        if (!isPlausible(id)) {
            return null;
        }
        Known<T> mine;
        long before;
        synchronized (this) {
            mine = known.get(id);
            before = endings;
        }
        Moment sent = time.now();
        if (mine != null && !mine.unsaved && mine.proven.isWithin(lease.toMillis(), sent)) {
            return mine.value;
        }
        SignOn stored = await(store.load(id));
        if (stored == null) {
            forget(id);
            return null;
        }
        T value = mine != null && mine.isOf(stored) ? mine.value : reader.apply(id, stored);
        keep(id, new Known<>(stored, value, sent, false), before);
        return value;
    }

    /** A login whose first session is about to join: it goes to the store together with that. */
    public void open(String id, SignOn signOn, T value) {
        synchronized (this) {
            known.put(id, new Known<>(signOn, value, Moment.NEVER, true));
        }
    }

    /** Says anew who is signed on. @return whether the sign-on is still there */
    public boolean update(String id, SignOn signOn, T value) {
        long before = endings();
        Moment sent = time.now();
        boolean there = await(store.update(id, signOn));
        if (there) {
            keep(id, new Known<>(signOn, value, sent, false), before);
        } else {
            forget(id);
        }
        return there;
    }

    /** A session belongs to it from now on. @return false: there is no such sign-on, or none any more */
    public boolean join(String id, Member member, int timeoutSeconds) {
        Known<T> mine;
        long before;
        synchronized (this) {
            mine = known.get(id);
            before = endings;
        }
        if (mine == null || !mine.unsaved) {
            return await(store.join(id, member, null, timeoutSeconds));
        }
        Moment sent = time.now();
        await(store.open(id, mine.signOn, member, timeoutSeconds));
        keep(id, new Known<>(mine.signOn, mine.value, sent, false), before);
        return true;
    }

    /** A session that belongs to it has got another id. */
    public void rename(String id, Member before, Member now, int timeoutSeconds) {
        await(store.join(id, now, before, timeoutSeconds));
    }

    /** A session has ended, its user has not logged out. */
    public void leave(String id, Member member) {
        await(store.leave(id, member));
    }

    public List<Member> members(String id) {
        return await(store.members(id));
    }

    /** Ends it for all nodes. @return the sessions that still belonged to it */
    public List<Member> end(String id) {
        List<Member> left = await(store.end(id));
        forget(id);
        return left;
    }

    /** It has ended, here or on another node. An answer that is under way may be older than that and is not kept. */
    public synchronized void forget(String id) {
        known.remove(id);
        endings++;
    }

    private synchronized long endings() {
        return endings;
    }

    private synchronized void keep(String id, Known<T> now, long before) {
        if (endings == before) {
            known.put(id, now);
        } else {
            known.remove(id);
        }
    }

    private <A> A await(CompletableFuture<A> answer) {
        return awaiter.await(answer, Budget.of(storeTimeout));
    }

    /** @param proven when the question was sent whose answer this is */
    private record Known<T>(SignOn signOn, T value, Moment proven, boolean unsaved) {

        boolean isOf(SignOn stored) {
            return signOn.authType().equals(stored.authType()) && Arrays.equals(signOn.principal(), stored.principal());
        }
    }
}
