package dev.limpet.session.explorer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;

/** Goes through the schedules of a scenario: all of them but for the equivalent ones, or random ones. Each schedule is a run from the beginning. */
final class Search {

    /** @param schedule the labels of the steps, in order */
    record Failure(Scenario scenario, String what, List<String> schedule, Throwable cause) {
        /** Which property it is. */
        String kind() {
            return what.split("[ :]")[0];
        }

        @Override
        public String toString() {
            return scenario + ": " + what + "\n    " + String.join("\n    ", schedule);
        }
    }

    /**
     * @param schedules how many were run
     * @param states how many different ones were seen, 0 if nobody counted
     * @param exhausted whether there are no others
     * @param failure what does not hold, or null
     */
    record Result(Scenario scenario, long schedules, int states, boolean exhausted, Failure failure) {
        @Override
        public String toString() {
            String reach = failure != null ? "FAILED" : exhausted ? "all" : "some";
            return String.format(
                    Locale.ROOT, "%-42s %,9d schedules %,9d states  %s", scenario, schedules, states, reach);
        }
    }

    private final Scenario scenario;

    Search(Scenario scenario) {
        this.scenario = scenario;
    }

    // ---------------------------------------------------------------------------------------------------- exhaustive

    /** Depth first. */
    Result all(long deadlineNanos) {
        return all(new AllSchedules(), deadlineNanos);
    }

    Result all(AllSchedules all, long deadlineNanos) {
        long schedules = 0;
        while (true) {
            Failure failure = new Run(scenario, null, all::next).run();
            schedules++;
            if (failure != null) {
                return new Result(scenario, schedules, all.states().size(), false, labelled(all));
            }
            if (!all.advance()) {
                return new Result(scenario, schedules, all.states().size(), true, null);
            }
            if (System.nanoTime() - deadlineNanos > 0) {
                return new Result(scenario, schedules, all.states().size(), false, null);
            }
        }
    }

    /** Once more, for the reader. */
    private Failure labelled(AllSchedules all) {
        all.again();
        return new Run(scenario, new ArrayList<>(), world -> {
                    if (all.isKnown()) {
                        return all.next(world);
                    }
                    world.checks.state();
                    return null;
                })
                .run();
    }

    // -------------------------------------------------------------------------------------------------------- random

    /** One schedule for each seed. */
    Result random(long firstSeed, long deadlineNanos) {
        long schedules = 0;
        while (System.nanoTime() - deadlineNanos < 0) {
            Failure failure = random(firstSeed + schedules);
            schedules++;
            if (failure != null) {
                return new Result(scenario, schedules, 0, false, failure);
            }
        }
        return new Result(scenario, schedules, 0, false, null);
    }

    /** The schedule of this seed. @return null: everything holds */
    Failure random(long seed) {
        return random(seed, new ArrayList<>());
    }

    /** The same; the labels of the steps go into the list. */
    Failure random(long seed, List<String> taken) {
        Random random = new Random(seed);
        Failure failure = new Run(scenario, taken, world -> {
                    world.checks.state();
                    List<Step> steps = world.steps();
                    return steps.isEmpty() ? null : steps.get(random.nextInt(steps.size()));
                })
                .run();
        return failure == null
                ? null
                : new Failure(scenario, failure.what() + " (seed " + seed + ")", failure.schedule(), failure.cause());
    }

    // -------------------------------------------------------------------------------------------------------- replay

    /** Runs the steps with these labels; those that cannot be taken are left out. @return null: everything holds */
    Failure replay(List<String> labels) {
        int[] at = {0};
        return new Run(scenario, new ArrayList<>(), world -> {
                    world.checks.state();
                    List<Step> steps = world.steps();
                    while (at[0] < labels.size()) {
                        String label = labels.get(at[0]++);
                        for (Step step : steps) {
                            if (step.label().get().equals(label)) {
                                return step;
                            }
                        }
                    }
                    return null;
                })
                .run();
    }

    /** Leaves out steps of a failing schedule for as long as it goes on failing. */
    Failure shrink(Failure failure) {
        Failure best = failure;
        boolean shorter = true;
        while (shorter) {
            shorter = false;
            for (int i = best.schedule().size() - 1; i >= 0; i--) {
                if (i >= best.schedule().size()) {
                    continue;
                }
                List<String> fewer = new ArrayList<>(best.schedule());
                fewer.remove(i);
                Failure again = replay(fewer);
                if (again != null
                        && again.schedule().size() < best.schedule().size()
                        && again.kind().equals(failure.kind())) {
                    best = again;
                    shorter = true;
                }
            }
        }
        return best;
    }

    /** One run and the steps that it took. */
    private static final class Run {
        private final Scenario scenario;
        private final Function<World, Step> chooser;
        /** The labels of the steps; null: nobody asks. */
        private final List<String> taken;

        Run(Scenario scenario, List<String> taken, Function<World, Step> chooser) {
            this.scenario = scenario;
            this.taken = taken;
            this.chooser = chooser;
        }

        Failure run() {
            World world = new World(scenario, this::choose);
            List<String> steps = taken == null ? List.of() : taken;
            try {
                world.run();
                return null;
            } catch (Violation e) {
                return new Failure(scenario, e.getMessage(), steps, e);
            } catch (Throwable e) {
                return new Failure(scenario, e.toString(), steps, e);
            }
        }

        private Step choose(World world) {
            Step step = chooser.apply(world);
            if (step != null && taken != null) {
                taken.add(step.label().get());
            }
            return step;
        }
    }
}
