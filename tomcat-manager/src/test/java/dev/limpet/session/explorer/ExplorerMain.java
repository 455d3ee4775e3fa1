package dev.limpet.session.explorer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * The explorer on the command line.
 *
 * <pre>explore SECONDS [PART-OF-A-NAME]    goes through the scenarios; exit code 1 at the first failure
 * expiry SECONDS [PART-OF-A-NAME]     the same for the ends of sessions
 * seed SCENARIO SEED                  runs one random schedule again
 * replay SCENARIO FILE                runs the steps that stand in the file, one a line</pre>
 */
final class ExplorerMain {

    private ExplorerMain() {}

    public static void main(String[] args) throws Exception {
        if (args[0].equals("expiry")) {
            System.exit(expiry(Double.parseDouble(args[1]), args.length > 2 ? args[2] : "") ? 0 : 1);
        }
        Search.Failure failure =
                switch (args[0]) {
                    case "explore" -> explore(Double.parseDouble(args[1]), args.length > 2 ? args[2] : "");
                    case "seed" -> new Search(Scenarios.named(args[1])).random(Long.parseLong(args[2]));
                    case "replay" -> new Search(Scenarios.named(args[1])).replay(steps(args[2]));
                    default -> throw new IllegalArgumentException(args[0]);
                };
        if (failure != null) {
            System.out.println("FOUND " + failure.scenario() + ": " + failure.what());
            failure.schedule().forEach(step -> System.out.println("    " + step));
            if (!(failure.cause() instanceof Violation)) {
                failure.cause().printStackTrace(System.out);
            }
        }
        System.exit(failure == null ? 0 : 1);
    }

    private static Search.Failure explore(double seconds, String partOfName)
            throws InterruptedException, ExecutionException {
        Search.Failure known = KnownSchedules.run();
        if (known != null) {
            return known;
        }
        List<Scenario> scenarios = Scenarios.all().stream()
                .filter(scenario -> scenario.name().contains(partOfName))
                .toList();
        for (Future<Search.Result> future : new Exploration(seconds, 1).begin(scenarios)) {
            Search.Result result = future.get();
            System.out.println(result);
            if (result.failure() != null) {
                return new Search(result.scenario()).shrink(result.failure());
            }
        }
        return null;
    }

    private static boolean expiry(double seconds, String partOfName) {
        List<ExpiryScenario> scenarios = ExpiryScenario.all().stream()
                .filter(scenario -> scenario.name().contains(partOfName))
                .toList();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        ExpirySearch.Failure failure = KnownExpirySchedules.run();
        long schedules = 1;
        for (long seed = 0; failure == null && System.nanoTime() - end < 0; seed++) {
            for (int i = 0; failure == null && i < scenarios.size(); i++) {
                failure = new ExpirySearch(scenarios.get(i)).random(seed);
                schedules++;
            }
        }
        System.out.println(failure == null ? schedules + " schedules" : "FOUND " + failure);
        if (failure != null && !(failure.cause() instanceof Violation)) {
            failure.cause().printStackTrace(System.out);
        }
        return failure == null;
    }

    private static List<String> steps(String file) throws IOException {
        return Files.readAllLines(Path.of(file)).stream().map(String::strip).toList();
    }
}
