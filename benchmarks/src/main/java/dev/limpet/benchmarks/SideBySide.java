package dev.limpet.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The run: all contenders are up at once and are measured in turn (A B C A B C ...), so that whatever else the machine does
 * hits all the same. Owns what it starts, and stops it at the end of each content, also when something fails.
 */
final class SideBySide {
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final int COUNTS = 3;

    private final Options options;
    private final PrintStream progress;
    private final Set<String> redis = new TreeSet<>();

    SideBySide(Options options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Tells the results of each workload, in the order of the contenders, as soon as they are there. */
    void run(String content, BiConsumer<Workload, List<Result>> listener) throws IOException {
        List<Rig> rigs = new ArrayList<>();
        try {
            for (Contender contender : options.contenders()) {
                progress.println("Starting " + contender.title());
                rigs.add(Rig.start(contender, options, content));
            }
            rigs.stream().map(Rig::redisVersion).filter(Objects::nonNull).forEach(redis::add);
            for (Workload workload : options.workloads()) {
                listener.accept(workload, measure(rigs, workload));
            }
        } finally {
            rigs.forEach(Rig::close);
        }
    }

    /** The versions of Redis that were measured. */
    Set<String> redis() {
        return redis;
    }

    private List<Result> measure(List<Rig> rigs, Workload workload) throws IOException {
        for (Rig rig : rigs) {
            progress.println("Warming up " + rig.contender().title() + ": " + workload);
            double compiling = rig.warmUp(workload, options.warmUp(), options.warmUps());
            progress.printf(
                    Locale.ROOT, "Its compilers had %.1f %% of the processor time in the end%n", 100 * compiling);
        }
        Map<Rig, List<Sample>> samples = new LinkedHashMap<>();
        for (int round = 1; round <= options.rounds(); round++) {
            progress.println("Round " + round + " of " + options.rounds() + ": " + workload);
            for (Rig rig : rigs) {
                samples.computeIfAbsent(rig, key -> new ArrayList<>()).add(rig.measure(workload, options.requests()));
            }
        }
        List<Result> results = new ArrayList<>();
        for (Rig rig : rigs) {
            results.add(new Result(
                    rig.contender(), samples.get(rig), count(rig, workload), rig.health(workload, options.warmUp())));
        }
        return results;
    }

    /** The least of some counts: a node that the machine has held up for seconds, or that sweeps meanwhile, asks Redis more often. */
    private Commands count(Rig rig, Workload workload) throws IOException {
        List<Commands> counts = new ArrayList<>();
        for (int i = 0; i < COUNTS; i++) {
            counts.add(rig.count(workload, options.sessions(), IDLE));
        }
        counts.sort(Comparator.comparingDouble(Commands::total));
        return counts.get(0);
    }
}
