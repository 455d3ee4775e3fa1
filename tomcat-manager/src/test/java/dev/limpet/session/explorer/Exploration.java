package dev.limpet.session.explorer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Goes through scenarios within a time: every schedule of those with up to three requests, random ones of the others. The small ones take turns that get longer,
 * so that each has its share of the time and what one does not need is there for those that are left. Those that do not come to their end get random schedules
 * as well.
 */
final class Exploration {

    /** Two for each processor: a world whose baton is being handed on leaves it to another. */
    private static final int THREADS = 2 * Math.max(2, Runtime.getRuntime().availableProcessors());

    private static final int FEW_REQUESTS = 3;
    private static final double SHARE_OF_RANDOM_ONES = 0.01;
    private static final double RANDOM_IN_THE_END = 0.05;
    private static final double FIRST_TURN_SECONDS = 0.05;

    private final long seed;
    private final long start = System.nanoTime();
    private final double seconds;
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    private int unfinished;

    /** @param seed of the first random schedule of each scenario */
    Exploration(double seconds, long seed) {
        this.seconds = seconds;
        this.seed = seed;
    }

    /** The results as they come in, in the order of the scenarios. */
    List<Future<Search.Result>> begin(List<Scenario> scenarios) {
        unfinished = (int) scenarios.stream().filter(Exploration::isSmall).count();
        List<CompletableFuture<Search.Result>> results = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            if (isSmall(scenario)) {
                SmallOne small = new SmallOne(scenario);
                executor.execute(small);
                results.add(small.result);
            } else {
                results.add(CompletableFuture.supplyAsync(
                        () -> new Search(scenario).random(seed, in(seconds * SHARE_OF_RANDOM_ONES)), executor));
            }
        }
        CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> executor.shutdown());
        return List.copyOf(results);
    }

    static boolean isSmall(Scenario scenario) {
        return scenario.requests() <= FEW_REQUESTS;
    }

    /** One scenario on its way through all of its schedules. */
    private final class SmallOne implements Runnable {
        private final CompletableFuture<Search.Result> result = new CompletableFuture<>();
        private final Scenario scenario;
        private final Search search;
        private final AllSchedules all = new AllSchedules();
        private double turn = FIRST_TURN_SECONDS;
        private long schedules;

        SmallOne(Scenario scenario) {
            this.scenario = scenario;
            this.search = new Search(scenario);
        }

        @Override
        public void run() {
            try {
                double time = Math.min(turn, secondsLeft() - seconds * RANDOM_IN_THE_END);
                Search.Result found = time > 0 ? search.all(all, in(time)) : search.random(seed, in(share()));
                schedules += found.schedules();
                if (time <= 0 || found.exhausted() || found.failure() != null) {
                    finish(found);
                } else {
                    turn *= 2;
                    executor.execute(this);
                }
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        }

        private void finish(Search.Result last) {
            synchronized (Exploration.this) {
                unfinished--;
            }
            result.complete(
                    new Search.Result(scenario, schedules, all.states().size(), last.exhausted(), last.failure()));
        }
    }

    private double secondsLeft() {
        return seconds - (System.nanoTime() - start) / 1e9;
    }

    /** Of the time that is left, for one of those that are not finished. */
    private synchronized double share() {
        return Math.max(0, secondsLeft()) * THREADS / Math.max(THREADS, unfinished);
    }

    private static long in(double seconds) {
        return System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }
}
