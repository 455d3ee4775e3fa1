package dev.limpet.session.explorer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Goes through scenarios within a time: every schedule of those with up to three requests, random ones of the others. What small scenarios leave of their
 * share the larger ones get. Those that do not come to their end get random schedules as well.
 */
final class Exploration {

    private static final int THREADS = 2;
    private static final int FEW_REQUESTS = 3;
    private static final double SHARE_OF_RANDOM_ONES = 0.01;
    private static final double RANDOM_IN_THE_END = 0.2;

    private final long seed;
    private final long start = System.nanoTime();
    private final double seconds;
    private int unfinished;

    /** @param seed of the first random schedule of each scenario */
    Exploration(double seconds, long seed) {
        this.seconds = seconds;
        this.seed = seed;
    }

    /** The results as they come in, in the order of the scenarios. */
    List<Future<Search.Result>> begin(List<Scenario> scenarios) {
        unfinished = (int) scenarios.stream().filter(Exploration::isSmall).count();
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        List<Future<Search.Result>> results = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            results.add(executor.submit(() -> explore(scenario)));
        }
        executor.shutdown();
        return results;
    }

    static boolean isSmall(Scenario scenario) {
        return scenario.requests() <= FEW_REQUESTS;
    }

    private Search.Result explore(Scenario scenario) {
        Search search = new Search(scenario);
        if (!isSmall(scenario)) {
            return search.random(seed, in(seconds * SHARE_OF_RANDOM_ONES));
        }
        double share = share();
        Search.Result all = search.all(in(share * (1 - RANDOM_IN_THE_END)));
        if (all.exhausted() || all.failure() != null) {
            return all;
        }
        Search.Result random = search.random(seed, in(share * RANDOM_IN_THE_END));
        return new Search.Result(scenario, all.schedules() + random.schedules(), all.states(), false, random.failure());
    }

    private synchronized double share() {
        double left = seconds - (System.nanoTime() - start) / 1e9;
        return Math.max(0, left) * THREADS / Math.max(THREADS, unfinished--);
    }

    private static long in(double seconds) {
        return System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }
}
