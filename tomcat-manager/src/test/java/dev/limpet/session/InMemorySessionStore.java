package dev.limpet.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/** The store's rules in plain Java, as the scripts have them in Lua: for tests that step through schedules. Answers at once; the clock is the test's. */
class InMemorySessionStore implements SessionStore {

    private static final long MINUTE = 60_000;
    private static final long TEN_YEARS = Duration.ofDays(3650).toMillis();
    private static final int BUCKETS = 256;

    /** A value and the epoch of its last write. */
    private record Stored(byte[] bytes, long epoch) {}

    private static final class Session {
        String birth;
        NodeId owner;
        long epoch = 1;
        long removed;
        long created;
        long access;
        long end;
        NodeId claimer;
        long claimEnd;
        final Map<String, Stored> fields = new LinkedHashMap<>();
        final Map<NodeId, Long> saves = new HashMap<>();

        boolean alive() {
            return claimer == null;
        }

        int maxInactive() {
            Stored stored = fields.get(FieldName.MAX_INACTIVE);
            return stored == null ? 0 : Integer.parseInt(new String(stored.bytes));
        }
    }

    /** What stands in the store, for a test that watches. */
    record Content(NodeId owner, long epoch, Map<String, byte[]> values) {}

    /** What stands in the store of the session's end; the claimer is null while it is alive. */
    record Life(long access, NodeId claimer, long claimEnd) {}

    private record Tombstone(String birth, String next, long end) {}

    private record DropKey(NodeId node, int bucket) {}

    private final LongSupplier clock;
    private final long touchMillis;
    private final long keptMillis;
    private final BiConsumer<NodeId, Drop> channel;
    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<String, Tombstone> tombstones = new HashMap<>();
    private final Map<DropKey, Map<String, Long>> drops = new HashMap<>();
    private final Map<DropKey, Long> dropEnds = new HashMap<>();
    private final Map<String, Map<String, Long>> register = new HashMap<>();

    /** @param channel hears what is published to a node's channel */
    InMemorySessionStore(LongSupplier clock, Duration touchInterval, BiConsumer<NodeId, Drop> channel) {
        this(clock, touchInterval, Duration.ofDays(1), channel);
    }

    /** @param kept how long a session outlives its deadline, so that somebody is there to end it */
    InMemorySessionStore(LongSupplier clock, Duration touchInterval, Duration kept, BiConsumer<NodeId, Drop> channel) {
        this.clock = clock;
        this.touchMillis = touchInterval.toMillis();
        this.keptMillis = kept.toMillis();
        this.channel = channel;
    }

    @Override
    public synchronized CompletableFuture<Found> load(Load load) {
        Session session = alive(load.id());
        if (session == null) {
            return answer(new Absent());
        }
        long now = clock.getAsLong();
        long access = load.idleMillis() < 0 ? session.access : Math.max(session.access, now - load.idleMillis());
        if (load.overdueIsAbsent() && session.maxInactive() > 0 && now >= deadline(access, session.maxInactive())) {
            return answer(new Absent());
        }
        boolean known = load.known() != null
                && load.known().birth().equals(session.birth)
                && load.known().epoch() <= session.epoch;
        if (!load.node().equals(session.owner)) {
            session.epoch++;
            drop(session.owner, load.id(), session.epoch);
            session.owner = load.node();
        }
        prolong(session, Math.max(access, now));
        return answer(found(session, known ? load.known().epoch() : -1, access));
    }

    private static Loaded found(Session session, long since, long access) {
        Map<String, byte[]> fields = new HashMap<>();
        session.fields.forEach((field, stored) -> {
            if (stored.epoch > since) {
                fields.put(field, stored.bytes);
            }
        });
        Set<String> remaining = since >= 0 && session.removed > since ? new HashSet<>(session.fields.keySet()) : null;
        return new Loaded(session.birth, session.epoch, session.created, access, since < 0, fields, remaining);
    }

    @Override
    public synchronized CompletableFuture<Outcome> save(Save save) {
        Tombstone tombstone = tombstone(save.id());
        Session session = present().get(save.id());
        if (session == null && save.creates() && (tombstone == null || !tombstone.birth.equals(save.birth()))) {
            session = create(save);
        }
        if (session == null && tombstone != null && tombstone.next != null && !save.creates()) {
            return answer(new Renamed(tombstone.next));
        }
        if (session == null || !session.alive() || !session.birth.equals(save.birth())) {
            return answer(new Gone());
        }
        if (session.saves.getOrDefault(save.node(), 0L) > save.number()) {
            return CompletableFuture.failedFuture(new IllegalStateException("passed"));
        }
        return answer(apply(session, save));
    }

    private Session create(Save save) {
        tombstones.remove(save.id());
        Session session = new Session();
        session.birth = save.birth();
        session.owner = save.node();
        session.created = save.createdMillis();
        session.access = clock.getAsLong();
        sessions.put(save.id(), session);
        return session;
    }

    private Outcome apply(Session session, Save save) {
        long copyEpoch = save.creates() ? 1 : save.epoch();
        boolean current = !save.detached() && save.node().equals(session.owner) && session.epoch == copyEpoch;
        if (!current) {
            for (Map.Entry<String, Change> change : save.changes().entrySet()) {
                Stored stored = session.fields.get(change.getKey());
                long written = stored == null ? session.removed : stored.epoch;
                if (change.getValue().fenced() && written > copyEpoch) {
                    return new Overtaken(change.getKey());
                }
            }
            session.epoch++;
            drop(session.owner, save.id(), session.epoch);
        }
        session.saves.put(save.node(), save.number());
        save.changes().forEach((field, change) -> {
            if (change.isRemoval()) {
                session.fields.remove(field);
                session.removed = session.epoch;
            } else {
                session.fields.put(field, new Stored(change.value(), session.epoch));
            }
        });
        boolean used = save.creates() || save.tellsUse();
        prolong(session, used ? Math.max(session.access, clock.getAsLong()) : session.access);
        return current ? new Applied(session.epoch) : new MovedOn(session.epoch);
    }

    @Override
    public synchronized CompletableFuture<Outcome> rename(Rename rename) {
        Tombstone tombstone = tombstone(rename.id());
        if (tombstone != null && tombstone.next != null) {
            return answer(new Overtaken("id"));
        }
        Session session = alive(rename.id());
        if (session == null || !session.birth.equals(rename.birth())) {
            return answer(new Gone());
        }
        if (present().containsKey(rename.newId()) || tombstone(rename.newId()) != null) {
            return answer(new Taken());
        }
        boolean current = rename.node().equals(session.owner) && session.epoch == rename.epoch();
        if (!current && rename.fenced()) {
            return answer(new Overtaken("id"));
        }
        NodeId former = session.owner;
        sessions.remove(rename.id());
        sessions.put(rename.newId(), session);
        session.epoch++;
        session.owner = rename.node();
        prolong(session, Math.max(session.access, clock.getAsLong()));
        entomb(rename.id(), session.birth, rename.newId());
        drop(former, rename.id(), INFINITE);
        return answer(current ? new Applied(session.epoch) : new MovedOn(session.epoch));
    }

    @Override
    public synchronized CompletableFuture<Ended> end(End end) {
        Tombstone tombstone = tombstone(end.id());
        if (tombstone != null && tombstone.next != null) {
            return answer(new EndedElsewhere(tombstone.next));
        }
        Session session = alive(end.id());
        if (session == null || !session.birth.equals(end.birth())) {
            return answer(new EndedBefore());
        }
        entomb(end.id(), session.birth, null);
        drop(session.owner, end.id(), INFINITE);
        return answer(new EndedNow());
    }

    @Override
    public synchronized CompletableFuture<Void> touch(Collection<Touch> touches) {
        for (Touch touch : touches) {
            Session session = alive(touch.id());
            if (session != null && session.birth.equals(touch.birth())) {
                prolong(session, Math.max(session.access, clock.getAsLong() - touch.idleMillis()));
            }
        }
        return answer(null);
    }

    @Override
    public synchronized CompletableFuture<BeatAnswer> beat(Beat beat) {
        Map<Integer, List<Drop>> found = new HashMap<>();
        for (int bucket : beat.buckets()) {
            Map<String, Long> kept = drops(new DropKey(beat.node(), bucket));
            for (Drop worked : beat.worked().getOrDefault(bucket, List.of())) {
                kept.remove(worked.id(), worked.epoch());
            }
            List<Drop> list = new ArrayList<>();
            kept.forEach((id, epoch) -> list.add(new Drop(id, epoch)));
            found.put(bucket, list);
        }
        Map<String, Long> reports = register.computeIfAbsent(beat.node().route(), route -> new HashMap<>());
        reports.merge(beat.node().incarnation(), 1L, Long::sum);
        Map<String, Long> rivals = new HashMap<>(reports);
        rivals.remove(beat.node().incarnation());
        return answer(new BeatAnswer(found, rivals));
    }

    @Override
    public synchronized CompletableFuture<Void> leave(NodeId node) {
        register.getOrDefault(node.route(), new HashMap<>()).remove(node.incarnation());
        return answer(null);
    }

    @Override
    public synchronized CompletableFuture<List<String>> due(List<Integer> buckets, int limit) {
        return answer(present().entrySet().stream()
                .filter(entry -> isDue(entry.getValue()) && buckets.contains(bucketOf(entry.getKey())))
                .map(Map.Entry::getKey)
                .toList());
    }

    @Override
    public synchronized CompletableFuture<List<String>> sessionsOf(String user) {
        return answer(present().entrySet().stream()
                .filter(entry -> {
                    Stored stored = entry.getValue().fields.get("p:user");
                    return stored != null && user.equals(new String(stored.bytes, StandardCharsets.UTF_8));
                })
                .map(Map.Entry::getKey)
                .toList());
    }

    private boolean isDue(Session session) {
        long now = clock.getAsLong();
        if (session.claimer != null) {
            return now >= session.claimEnd;
        }
        return session.maxInactive() > 0 && now >= deadline(session.access, session.maxInactive());
    }

    @Override
    public synchronized CompletableFuture<Found> claim(String id, NodeId node, Duration holdsFor) {
        Session session = present().get(id);
        if (session == null || !isDue(session)) {
            return answer(new Absent());
        }
        session.claimer = node;
        session.claimEnd = clock.getAsLong() + holdsFor.toMillis();
        session.end = clock.getAsLong() + keptMillis;
        drop(session.owner, id, INFINITE);
        return answer(found(session, -1, session.access));
    }

    @Override
    public synchronized CompletableFuture<Boolean> finish(String id, NodeId node) {
        Session session = present().get(id);
        if (session == null || !node.equals(session.claimer)) {
            return answer(false);
        }
        entomb(id, session.birth, null);
        return answer(true);
    }

    @Override
    public synchronized CompletableFuture<Boolean> exists(String id) {
        return answer(alive(id) != null);
    }

    @Override
    public int bucketOf(String id) {
        return Math.floorMod(id.hashCode(), BUCKETS);
    }

    @Override
    public int buckets() {
        return BUCKETS;
    }

    /** A look at everything at once; null: nothing alive. */
    synchronized Content look(String id) {
        Session session = alive(id);
        if (session == null) {
            return null;
        }
        Map<String, byte[]> values = new HashMap<>();
        session.fields.forEach((field, stored) -> values.put(field, stored.bytes));
        return new Content(session.owner, session.epoch, values);
    }

    /** A look at a session that is alive or claimed; null: neither. */
    synchronized Life life(String id) {
        Session session = present().get(id);
        return session == null ? null : new Life(session.access, session.claimer, session.claimEnd);
    }

    /** What has not come to the end of its time. */
    private Map<String, Session> present() {
        sessions.values().removeIf(session -> clock.getAsLong() >= session.end);
        return sessions;
    }

    /** Writes the last access and the end of the key. */
    private void prolong(Session session, long access) {
        session.access = access;
        session.end = session.maxInactive() > 0
                ? deadline(access, session.maxInactive()) + keptMillis
                : clock.getAsLong() + TEN_YEARS;
    }

    private Session alive(String id) {
        Session session = present().get(id);
        return session != null && session.alive() ? session : null;
    }

    private Tombstone tombstone(String id) {
        Tombstone tombstone = tombstones.get(id);
        return tombstone != null && clock.getAsLong() < tombstone.end ? tombstone : null;
    }

    private void entomb(String id, String birth, String next) {
        sessions.remove(id);
        tombstones.put(id, new Tombstone(birth, next, clock.getAsLong() + MINUTE));
    }

    private long deadline(long access, int maxInactive) {
        return access + maxInactive * 1000L + Math.min(touchMillis, maxInactive * 250L);
    }

    private void drop(NodeId owner, String id, long epoch) {
        if (owner != null) {
            DropKey key = new DropKey(owner, bucketOf(id));
            drops(key).put(id, epoch);
            dropEnds.put(key, clock.getAsLong() + MINUTE);
            channel.accept(owner, new Drop(id, epoch));
        }
    }

    private Map<String, Long> drops(DropKey key) {
        if (clock.getAsLong() >= dropEnds.getOrDefault(key, Long.MAX_VALUE)) {
            drops.remove(key);
        }
        return drops.computeIfAbsent(key, any -> new HashMap<>());
    }

    private static <T> CompletableFuture<T> answer(T value) {
        return CompletableFuture.completedFuture(value);
    }
}
