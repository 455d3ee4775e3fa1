package dev.limpet.session;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Sessions as all nodes share them. Each method is one atomic step and one round trip, but for a save that finds the session in other hands, which may take
 * two; no step is ever applied twice. An answer that does not come fails the future: the step may have run, run later, or never.
 *
 * <p>Names of values carry their name space ({@link FieldName}); values are bytes that the store does not look into, but for the property
 * {@code maxInactive}, decimal seconds. Ages are milliseconds before the sending; the store's own clock makes times of them.
 */
public interface SessionStore {

    /** The epoch of a drop that ends the session on the node: higher than any that a session can reach. */
    long INFINITE = 1L << 53;

    /** What a save writes: a value, or null for a removal; {@code fenced} when the request's cookie named this node. */
    record Change(byte[] value, boolean fenced) {
        public boolean isRemoval() {
            return value == null;
        }
    }

    /**
     * @param known the birth and epoch of the copy at hand, or null: everything is answered
     * @param idleMillis the age of the node's own last access, or -1
     * @param overdueIsAbsent whether a session past its deadline counts as absent
     */
    record Load(String id, NodeId node, Known known, long idleMillis, boolean overdueIsAbsent) {}

    /** What a node holds of a session. */
    record Known(String birth, long epoch) {}

    /** What a load or a claim found. */
    sealed interface Found permits Absent, Loaded {}

    /** No such session: never there, over, overdue, or ended with a tombstone. */
    record Absent() implements Found {}

    /**
     * @param fields all values ({@code full}), or those written after the known epoch
     * @param remaining the names of all values if something was removed after the known epoch, else null
     * @param createdMillis when the session was created, milliseconds since 1970
     * @param accessMillis the last access before this one, milliseconds since 1970
     */
    record Loaded(
            String birth,
            long epoch,
            long createdMillis,
            long accessMillis,
            boolean full,
            Map<String, byte[]> fields,
            Set<String> remaining)
            implements Found {}

    /**
     * @param epoch the copy's epoch
     * @param detached the copy is not the node's current one, or the session has got this id since it was loaded: it is not up to date, whatever its epoch
     * @param number of this save among those of the node
     * @param tellsUse whether the last access becomes now; without, it stays what it is, as after a read whose use need not be told yet. A new session's is now
     *     in any case
     * @param createdMillis for a session that is to be created with this save, else -1
     */
    record Save(
            String id,
            String birth,
            long epoch,
            boolean detached,
            NodeId node,
            long number,
            boolean tellsUse,
            Map<String, Change> changes,
            long createdMillis) {
        public boolean creates() {
            return createdMillis >= 0;
        }
    }

    /** What became of a save or a rename. */
    sealed interface Outcome permits Applied, MovedOn, Overtaken, Gone, Renamed, Taken {}

    /** The copy was current and is. */
    record Applied(long epoch) implements Outcome {}

    /** Applied, though others have had the session meanwhile: the copy is not current. */
    record MovedOn(long epoch) implements Outcome {}

    /** Nothing applied: a fenced change would undo what was written since. */
    record Overtaken(String name) implements Outcome {}

    /** The session is over: nothing applied. */
    record Gone() implements Outcome {}

    /** The session has another id now: nothing applied. */
    record Renamed(String newId) implements Outcome {}

    /** The new id of a rename is in use: nothing done. */
    record Taken() implements Outcome {}

    /** @param fenced whether an overtaken copy must not be renamed */
    record Rename(String id, String birth, long epoch, NodeId node, String newId, boolean fenced) {}

    record End(String id, String birth, NodeId node) {}

    /** What became of an invalidation: ended by this call, over already, or known under another id. */
    sealed interface Ended permits EndedNow, EndedBefore, EndedElsewhere {}

    record EndedNow() implements Ended {}

    record EndedBefore() implements Ended {}

    record EndedElsewhere(String newId) implements Ended {}

    record Touch(String id, String birth, long idleMillis) {}

    /** Tells a node that another has taken the session, saved past it, or ended it. */
    record Drop(String id, long epoch) {}

    /** @param worked by bucket, what earlier beats have worked through and this one takes out */
    record Beat(NodeId node, Set<Integer> buckets, Map<Integer, List<Drop>> worked) {}

    /**
     * @param drops by bucket, of those that were asked for
     * @param rivals other incarnations that have reported under the same route lately, with the number of their reports
     */
    record BeatAnswer(Map<Integer, List<Drop>> drops, Map<String, Long> rivals) {}

    /** The load of R2: takes the ownership when another node has it. */
    CompletableFuture<Found> load(Load load);

    /** Creates or saves; conditional on the session being alive and of that birth. */
    CompletableFuture<Outcome> save(Save save);

    CompletableFuture<Outcome> rename(Rename rename);

    CompletableFuture<Ended> end(End end);

    /** Moves the last access forward, never back, in one pipeline. */
    CompletableFuture<Void> touch(Collection<Touch> touches);

    CompletableFuture<BeatAnswer> beat(Beat beat);

    /** Takes the node out of the register; what drops there are for it end by themselves. */
    CompletableFuture<Void> leave(NodeId node);

    /** Ids in these buckets that are or may be due, at most {@code limit} a bucket. */
    CompletableFuture<List<String>> due(List<Integer> buckets, int limit);

    /** The ids of a user's sessions: those whose property {@code user} has that value. One pipeline over the buckets. */
    CompletableFuture<List<String>> sessionsOf(String user);

    /** Ends the session for everybody if it is due: whoever gets values fires the listeners and then calls {@link #finish}. */
    CompletableFuture<Found> claim(String id, NodeId node, Duration holdsFor);

    /** Tombstone, if the node still holds the claim; whether it did. */
    CompletableFuture<Boolean> finish(String id, NodeId node);

    /** A look: no ownership, no access. */
    CompletableFuture<Boolean> exists(String id);

    /** Where a session lies: a renamed one stays in its bucket. */
    int bucketOf(String id);

    /** How many there are; numbered from 0. */
    int buckets();
}
