package dev.limpet.session.explorer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random schedules of a session's way to its end; the same seed gives the same schedule. Each is brought to an end without faults. */
final class ExpirySearch {

    /** @param schedule the labels of the steps, in order */
    record Failure(ExpiryScenario scenario, long seed, String what, List<String> schedule, Throwable cause) {
        @Override
        public String toString() {
            return scenario + ": " + what + " (seed " + seed + ")\n    " + String.join("\n    ", schedule);
        }
    }

    private static final int STEPS = 90;
    private static final int STEPS_TO_THE_END = 200;
    private static final int HIGHEST_WEIGHT = 6;

    private final ExpiryScenario scenario;

    ExpirySearch(ExpiryScenario scenario) {
        this.scenario = scenario;
    }

    /** @return null: everything holds */
    Failure random(long seed) {
        Random random = new Random(seed);
        List<String> taken = new ArrayList<>();
        Chooser chooser = new Chooser(random, taken);
        try {
            new ExpiryWorld(scenario, chooser::choose).run();
            return null;
        } catch (Violation e) {
            return new Failure(scenario, seed, e.getMessage(), taken, e);
        } catch (Throwable e) {
            return new Failure(scenario, seed, e.toString(), taken, e);
        }
    }

    /** Random steps first, each kind as likely as this schedule wants it; then nothing but time, writes and sweeps until all is over. */
    private static final class Chooser {
        private final Random random;
        private final List<String> taken;
        private final int wild;
        private final Map<ExpiryStep.Kind, Integer> weights = new EnumMap<>(ExpiryStep.Kind.class);
        private ExpirySteps steps;
        private int at;

        Chooser(Random random, List<String> taken) {
            this.random = random;
            this.taken = taken;
            this.wild = random.nextInt(STEPS);
            for (ExpiryStep.Kind kind : ExpiryStep.Kind.values()) {
                weights.put(kind, 1 << random.nextInt(HIGHEST_WEIGHT));
            }
        }

        Step choose(ExpiryWorld world) {
            if (steps == null) {
                steps = new ExpirySteps(world);
            }
            List<ExpiryStep> all = steps.all();
            ExpiryStep step = at++ < wild ? any(all) : towardsTheEnd(all);
            if (step == null) {
                if (!world.checks.again) {
                    world.checks.ended();
                }
                return null;
            }
            taken.add(step.label());
            return step.step();
        }

        /** Null: nothing can happen any more. */
        private ExpiryStep any(List<ExpiryStep> all) {
            if (all.isEmpty()) {
                return null;
            }
            int sum = all.stream().mapToInt(step -> weights.get(step.kind())).sum();
            int left = random.nextInt(sum);
            for (ExpiryStep step : all) {
                left -= weights.get(step.kind());
                if (left < 0) {
                    return step;
                }
            }
            throw new IllegalStateException("nothing can happen");
        }

        /** Null: all is over. */
        private ExpiryStep towardsTheEnd(List<ExpiryStep> all) {
            if (all.isEmpty() || at > wild + 2 * STEPS_TO_THE_END) {
                return null;
            }
            ExpiryStep last = all.get(all.size() - 1);
            if (last.kind() == ExpiryStep.Kind.TIME && random.nextInt(4) == 0) {
                return at > wild + STEPS_TO_THE_END ? null : last;
            }
            List<ExpiryStep> working = all.stream()
                    .filter(step -> step.kind() == ExpiryStep.Kind.WORK || step.kind() == ExpiryStep.Kind.REPAIR)
                    .toList();
            if (!working.isEmpty()) {
                return working.get(random.nextInt(working.size()));
            }
            return at > wild + STEPS_TO_THE_END ? null : last;
        }
    }
}
