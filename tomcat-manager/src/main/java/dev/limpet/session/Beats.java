package dev.limpet.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heartbeat of a node: fetches the drops of all buckets in which it has home copies, works them through, and only then takes every copy that is still
 * home as proven since the beat was sent. Also keeps the node's route registered and notices another node of the same name. One thread at a time.
 */
final class Beats {

    private static final Logger log = LoggerFactory.getLogger(Beats.class);

    private final NodeId node;
    private final LocalSessions sessions;
    private final SessionStore store;
    private final TimeSource time;
    private final Quiet quiet;

    private Map<Integer, List<SessionStore.Drop>> worked = Map.of();
    private Map<String, Long> rivals = Map.of();
    private volatile boolean rivalled;

    Beats(NodeId node, LocalSessions sessions, SessionStore store, TimeSource time, Quiet quiet) {
        this.node = node;
        this.sessions = sessions;
        this.store = store;
        this.time = time;
        this.quiet = quiet;
    }

    /** Whether another live node bears this node's name: then a cookie that names it proves nothing. */
    boolean isRivalled() {
        return rivalled;
    }

    /** @throws StoreUnavailableException no answer: leases go on ending */
    void beat(Awaiter awaiter, Budget budget) {
        Set<Integer> buckets = homeBuckets(time.now());
        Moment sent = time.now();
        SessionStore.BeatAnswer answer;
        try {
            answer = awaiter.await(store.beat(new SessionStore.Beat(node, buckets, worked)), budget);
        } catch (StoreUnavailableException e) {
            quiet.beatFailed();
            throw e;
        }
        worked = workThrough(answer.drops());
        prove(buckets, sent);
        watchRivals(answer.rivals());
        quiet.beatAnswered();
    }

    private Set<Integer> homeBuckets(Moment now) {
        Set<Integer> buckets = new HashSet<>(worked.keySet());
        for (SessionEntry entry : sessions.all()) {
            if (entry.isHome(now)) {
                buckets.add(entry.bucket());
            }
        }
        return buckets;
    }

    private Map<Integer, List<SessionStore.Drop>> workThrough(Map<Integer, List<SessionStore.Drop>> drops) {
        Map<Integer, List<SessionStore.Drop>> done = new HashMap<>();
        drops.forEach((bucket, entries) -> {
            entries.forEach(this::workThrough);
            if (!entries.isEmpty()) {
                done.put(bucket, new ArrayList<>(entries));
            }
        });
        return done;
    }

    private void workThrough(SessionStore.Drop drop) {
        SessionEntry entry = sessions.entryIfAny(drop.id());
        if (entry != null) {
            entry.heard(drop.epoch());
        }
    }

    /** Only what lies in a bucket that was asked for: of the others the answer says nothing. */
    private void prove(Set<Integer> buckets, Moment sent) {
        Moment now = time.now();
        for (SessionEntry entry : sessions.all()) {
            if (buckets.contains(entry.bucket())) {
                entry.proven(sent, now);
            }
        }
    }

    /** A predecessor that was killed stands in the register for a while, but does not report any more. */
    private void watchRivals(Map<String, Long> reports) {
        boolean alive = reports.entrySet().stream().anyMatch(rival -> {
            Long before = rivals.get(rival.getKey());
            return before != null && rival.getValue() > before;
        });
        if (alive && !rivalled) {
            log.error(
                    "another live node calls itself {} as well ({}): give each node a jvmRoute of its own. Until one of them stops, every request asks Redis",
                    node.route(),
                    reports.keySet());
        } else if (!alive && rivalled) {
            log.info("no other node calls itself {} any more", node.route());
        }
        rivalled = alive || rivalled && !reports.isEmpty();
        rivals = reports;
    }
}
