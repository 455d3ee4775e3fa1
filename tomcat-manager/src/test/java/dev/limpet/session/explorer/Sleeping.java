package dev.limpet.session.explorer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Steps that need not be taken in a state: each was taken in a state before it, and no step since has made a difference to it. All that follows it from here
 * was met there, in another order (a sleep set, after Godefroid).
 */
final class Sleeping {

    private record Sleeper(long id, Footprint footprint) {}

    private static final long[] NOBODY = {};

    private final List<Sleeper> sleepers = new ArrayList<>();

    /** Those that are still asleep when a step with this footprint has been taken. */
    Sleeping after(Footprint step) {
        Sleeping left = new Sleeping();
        for (Sleeper sleeper : sleepers) {
            if (sleeper.footprint.isIndependentOf(step)) {
                left.sleepers.add(sleeper);
            }
        }
        return left;
    }

    /** The step has been taken, and so has all that follows it. */
    void add(long id, Footprint footprint) {
        sleepers.add(new Sleeper(id, footprint));
    }

    boolean contains(long id) {
        for (Sleeper sleeper : sleepers) {
            if (sleeper.id == id) {
                return true;
            }
        }
        return false;
    }

    /** Wakes all but these. */
    void retain(long[] ids) {
        sleepers.removeIf(sleeper -> Arrays.stream(ids).noneMatch(id -> id == sleeper.id));
    }

    long[] ids() {
        return sleepers.isEmpty()
                ? NOBODY
                : sleepers.stream().mapToLong(Sleeper::id).toArray();
    }
}
