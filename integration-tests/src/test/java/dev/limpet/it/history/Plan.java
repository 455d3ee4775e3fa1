package dev.limpet.it.history;

import java.time.Duration;
import java.util.List;
import java.util.Random;

import dev.limpet.it.history.Operation.Kind;

/** What one client does: a sequence that its seed determines, whatever the answers are. Used by the client's thread. */
final class Plan {

    static final List<String> ATTRIBUTES = List.of("x", "y", "z");

    private static final int PERCENT = 100;
    private static final int STAYS = 60;
    private static final int GETS = 45;
    private static final int SETS = 87;
    private static final int REMOVES = 94;
    private static final int RENAMES = 98;
    private static final int THINK_MILLIS = 20;

    private final Random random;
    private final int nodes;
    private int node;
    private int steps;

    Plan(long seed, int nodes) {
        this.random = new Random(seed);
        this.nodes = nodes;
        this.node = random.nextInt(nodes);
    }

    /**
     * @param number counts the steps
     * @param think how long the client waits before
     */
    record Step(int number, Kind kind, int node, String attribute, Duration think) {}

    Step next() {
        node = random.nextInt(PERCENT) < STAYS ? node : random.nextInt(nodes);
        return new Step(
                ++steps,
                kind(random.nextInt(PERCENT)),
                node,
                ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size())),
                Duration.ofMillis(random.nextInt(THINK_MILLIS)));
    }

    private static Kind kind(int percent) {
        if (percent < GETS) {
            return Kind.GET;
        }
        if (percent < SETS) {
            return Kind.SET;
        }
        if (percent < REMOVES) {
            return Kind.REMOVE;
        }
        return percent < RENAMES ? Kind.RENAME : Kind.LOGOUT;
    }
}
