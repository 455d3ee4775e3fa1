package dev.limpet.it.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What the visitors of a cluster have lived through. Written by all of them, read when they have left. */
public final class Tally {

    static final double GOAL = 99.9;

    private final String name;
    private final Map<Visitor, String> homes = new ConcurrentHashMap<>();
    private final LongAdder answered = new LongAdder();
    private final LongAdder moves = new LongAdder();
    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
    private final Queue<String> lostUpdates = new ConcurrentLinkedQueue<>();
    private final Queue<String> lostSessions = new ConcurrentLinkedQueue<>();
    private final Queue<Absence> absences = new ConcurrentLinkedQueue<>();

    /**
     * A request without a good answer.
     *
     * @param sentTo the node that its cookie named, or null
     * @param status 0: no answer
     * @param begin in nanoseconds of System.nanoTime(), as the end
     */
    public record Failure(String sentTo, String method, int status, long begin, long end, String what) {

        public boolean wasOnItsWay(Absence absence) {
            return (sentTo == null || sentTo.equals(absence.node()))
                    && begin <= absence.end()
                    && end >= absence.begin();
        }

        @Override
        public String toString() {
            return method + " to " + sentTo + ", " + (end - begin) / 1_000_000 + " ms: " + what;
        }
    }

    /** A node was killed between these two moments, or its application was away. */
    public record Absence(String node, long begin, long end) {}

    Tally(String name) {
        this.name = name;
    }

    void answered(Visitor visitor, String node) {
        answered.increment();
        String before = homes.put(visitor, node);
        if (before != null && !before.equals(node)) {
            moves.increment();
        }
    }

    /** The nodes that have answered a visitor last. */
    Set<String> homes() {
        return Set.copyOf(homes.values());
    }

    void failed(Failure failure) {
        failures.add(failure);
    }

    void wrong(boolean sessionIsNew, String what) {
        (sessionIsNew ? lostSessions : lostUpdates).add(what);
    }

    public void away(Absence absence) {
        absences.add(absence);
    }

    public long requests() {
        return answered.sum() + failures.size();
    }

    long moves() {
        return moves.sum();
    }

    double availability() {
        return 100.0 * answered.sum() / requests();
    }

    public void assertNothingLost() {
        System.out.println(this);
        assertThat(lostUpdates).as("lost updates").isEmpty();
        assertThat(lostSessions).as("lost sessions").isEmpty();
        assertThat(moves()).as("visitors who changed their node").isPositive();
    }

    void assertNothingFailed() {
        assertThat(failures).as("failed requests of %d", requests()).isEmpty();
        assertNothingLost();
    }

    /** In flight at a node when it was killed, and no more of them than there are visitors. */
    void assertOnlyRequestsOnTheirWayFailed() {
        assertNothingLost();
        List<Failure> others = failures.stream()
                .filter(failure -> absences.stream().noneMatch(failure::wasOnItsWay))
                .toList();
        assertThat(others).as("failures that no crash explains").isEmpty();
    }

    public List<Failure> failures() {
        return List.copyOf(failures);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %d requests, %d failed, %d lost updates, %d lost sessions, %d times a visitor changed the node, %d times a node was away;"
                        + " availability %.4f %% (goal %.1f %%: %s)",
                name,
                requests(),
                failures.size(),
                lostUpdates.size(),
                lostSessions.size(),
                moves(),
                absences.size(),
                availability(),
                GOAL,
                availability() >= GOAL ? "met" : "not met");
    }
}
