package dev.limpet.session.explorer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The schedules of a scenario, depth first, each a run from the beginning. A schedule ends where it comes to a state that was seen before. Of those that differ
 * in the order of independent steps alone one is run: a step that was taken in a state sleeps in what follows its siblings, until one of them makes a
 * difference to it. With each state goes what slept there: who comes to it later takes those steps that slept then and do not now.
 *
 * <p>That leaves nothing out. Every state is seen; and a step that is not taken in a state was taken in one that differs by independent steps, where it does the
 * same and violates the same.
 */
final class AllSchedules {

    private final Map<StateKey.Key, long[]> seen = new HashMap<>();
    private final List<Branch> path = new ArrayList<>();
    private final boolean sleepy;
    private final Random order;
    private int at;

    AllSchedules() {
        this(true, null);
    }

    /**
     * @param sleepy false: every step is taken in every state
     * @param order in which the steps of a state are taken; null: as they come
     */
    AllSchedules(boolean sleepy, Random order) {
        this.sleepy = sleepy;
        this.order = order;
    }

    Set<StateKey.Key> states() {
        return seen.keySet();
    }

    /** What happens next in this world, which is as far as this schedule has gone; null: it ends here. */
    Step next(World world) {
        if (at < path.size()) {
            return path.get(at++).step(world);
        }
        if (at > 0) {
            path.get(at - 1).taken = world.taken;
        }
        Branch branch = branch(world);
        if (branch == null) {
            return null;
        }
        path.add(branch);
        at++;
        return branch.step(world);
    }

    private Branch branch(World world) {
        Sleeping sleeping = at == 0 ? new Sleeping() : path.get(at - 1).asleepAfterIt();
        StateKey.Key key = world.keys.key();
        long[] slept = seen.get(key);
        if (slept == null) {
            world.checks.state();
        } else if (slept.length == 0) {
            return null;
        }
        List<Long> todo = new ArrayList<>();
        for (Step step : world.steps()) {
            if (!sleeping.contains(step.id()) && (slept == null || contains(slept, step.id()))) {
                todo.add(step.id());
            }
        }
        if (order != null) {
            Collections.shuffle(todo, order);
        }
        if (slept != null) {
            sleeping.retain(slept);
        }
        seen.put(key, sleeping.ids());
        return todo.isEmpty() ? null : new Branch(todo, sleeping);
    }

    private static boolean contains(long[] ids, long id) {
        for (long each : ids) {
            if (each == id) {
                return true;
            }
        }
        return false;
    }

    /** Once more from the beginning. */
    void again() {
        at = 0;
    }

    /** Whether the schedule goes on from here as it did before. */
    boolean isKnown() {
        return at < path.size();
    }

    /** To the next schedule. @return false: there is none */
    boolean advance() {
        at = 0;
        for (int last = path.size() - 1; last >= 0; last--) {
            if (path.get(last).advance(sleepy)) {
                return true;
            }
            path.remove(last);
        }
        return false;
    }

    /** What is still to be taken in a state, the first one of it now. */
    private static final class Branch {
        private final List<Long> todo;
        private final Sleeping sleeping;
        private int chosen;
        private Footprint taken;

        Branch(List<Long> todo, Sleeping sleeping) {
            this.todo = todo;
            this.sleeping = sleeping;
        }

        Step step(World world) {
            return world.step(todo.get(chosen));
        }

        Sleeping asleepAfterIt() {
            return sleeping.after(taken);
        }

        boolean advance(boolean sleepy) {
            if (sleepy) {
                sleeping.add(todo.get(chosen), taken);
            }
            return ++chosen < todo.size();
        }
    }
}
