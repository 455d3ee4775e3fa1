package dev.limpet.session.explorer;

import java.util.concurrent.TimeUnit;

/** For the command line: goes through scenarios and says what it found. */
final class ExplorerMain {

    private ExplorerMain() {}

    public static void main(String[] args) {
        String only = args.length > 0 ? args[0] : "";
        long seconds = args.length > 1 ? Long.parseLong(args[1]) : 60;
        for (Scenario scenario : Scenarios.all()) {
            if (!scenario.name().contains(only)) {
                continue;
            }
            Search search = new Search(scenario);
            long start = System.nanoTime();
            Search.Result result = search.all(start + TimeUnit.SECONDS.toNanos(seconds));
            double took = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "%-42s %,9d schedules %,9d states %6.1f s %s%n",
                    scenario,
                    result.schedules(),
                    result.states(),
                    took,
                    result.failure() != null ? "FAILED" : result.exhausted() ? "all" : "some");
            if (result.failure() != null) {
                Search.Failure shortest = search.shrink(result.failure());
                System.out.println(shortest);
                if (!(shortest.cause() instanceof Violation)) {
                    shortest.cause().printStackTrace();
                }
            }
        }
    }
}
