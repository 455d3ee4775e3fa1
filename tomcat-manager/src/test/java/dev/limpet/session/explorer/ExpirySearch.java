package dev.limpet.session.explorer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Schedules of a session's way to its end: random ones, of which the same seed gives the same, and given ones. Each is brought to an end without faults. */
final class ExpirySearch {

    /** @param schedule the labels of the steps, in order */
    record Failure(ExpiryScenario scenario, String what, List<String> schedule, Throwable cause) {
        @Override
        public String toString() {
            return scenario + ": " + what + "\n    " + String.join("\n    ", schedule);
        }
    }

    private static final int STEPS = 120;
    private static final int STEPS_TO_THE_END = 200;

    private final ExpiryScenario scenario;

    ExpirySearch(ExpiryScenario scenario) {
        this.scenario = scenario;
    }

    /** @return null: everything holds */
    Failure random(long seed) {
        Random random = new Random(seed);
        int[] left = {random.nextInt(STEPS)};
        Mood mood = new Mood(random);
        return run(new Chooser(steps -> left[0]-- > 0 ? mood.choose(steps) : null, random), " (seed " + seed + ")");
    }

    /** Runs the steps with these labels; those that cannot be taken are left out. @return null: everything holds */
    Failure replay(List<String> labels) {
        Iterator<String> next = labels.iterator();
        return run(new Chooser(steps -> firstNamed(next, steps), new Random(0)), "");
    }

    private static ExpiryStep firstNamed(Iterator<String> labels, List<ExpiryStep> steps) {
        while (labels.hasNext()) {
            String label = labels.next();
            for (ExpiryStep step : steps) {
                if (step.label().equals(label)) {
                    return step;
                }
            }
        }
        return null;
    }

    private Failure run(Chooser chooser, String where) {
        try {
            new ExpiryWorld(scenario, chooser::choose).run();
            return null;
        } catch (Violation e) {
            return new Failure(scenario, e.getMessage() + where, chooser.taken, e);
        } catch (Throwable e) {
            return new Failure(scenario, e + where, chooser.taken, e);
        }
    }

    /** Some steps first, until there are no more of them; then nothing but time, writes and sweeps until all is over. */
    private static final class Chooser {
        private final Function<List<ExpiryStep>, ExpiryStep> first;
        private final Random random;
        private final List<String> taken = new ArrayList<>();
        private ExpirySteps steps;
        private int stepsToTheEnd;

        Chooser(Function<List<ExpiryStep>, ExpiryStep> first, Random random) {
            this.first = first;
            this.random = random;
        }

        Step choose(ExpiryWorld world) {
            if (steps == null) {
                steps = new ExpirySteps(world);
            }
            ExpiryStep step = next(world, steps.all());
            if (step == null) {
                if (!world.checks.again) {
                    world.checks.ended();
                }
                return null;
            }
            taken.add(step.label());
            return step.step();
        }

        /** Null: nothing can happen any more, or all is over. */
        private ExpiryStep next(ExpiryWorld world, List<ExpiryStep> all) {
            if (all.isEmpty()) {
                return null;
            }
            ExpiryStep step = stepsToTheEnd == 0 ? first.apply(all) : null;
            return step != null ? step : world.isOver() ? null : towardsTheEnd(all);
        }

        private ExpiryStep towardsTheEnd(List<ExpiryStep> all) {
            stepsToTheEnd++;
            if (stepsToTheEnd > 2 * STEPS_TO_THE_END) {
                return null;
            }
            ExpiryStep last = all.get(all.size() - 1);
            if (last.kind() == ExpiryStep.Kind.TIME && random.nextInt(4) == 0) {
                return stepsToTheEnd > STEPS_TO_THE_END ? null : last;
            }
            List<ExpiryStep> working = all.stream()
                    .filter(step -> step.kind() == ExpiryStep.Kind.WORK || step.kind() == ExpiryStep.Kind.REPAIR)
                    .toList();
            if (!working.isEmpty()) {
                return working.get(random.nextInt(working.size()));
            }
            return stepsToTheEnd > STEPS_TO_THE_END ? null : last;
        }
    }
}
