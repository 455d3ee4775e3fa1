package dev.limpet.session.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Drives the protocol through the schedules of its scenarios. {@code -Dexplorer.seconds=300} is the long form; {@code -Dexplorer.seed=N} gives the random
 * schedules another beginning. A failing schedule is printed step by step, with its seed if it has one; {@link ExplorerMain} replays both.
 */
@Tag("explorer")
class ExplorerTest {

    private static final int SECONDS = Integer.getInteger("explorer.seconds", 20);
    private static final long SEED = Long.getLong("explorer.seed", 1);

    @TestFactory
    List<DynamicTest> keepsItsPromisesInEverySchedule() {
        List<Scenario> scenarios = Scenarios.all();
        List<Future<Search.Result>> results = new Exploration(SECONDS, SEED).begin(scenarios);
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < scenarios.size(); i++) {
            Future<Search.Result> result = results.get(i);
            tests.add(DynamicTest.dynamicTest(scenarios.get(i).name(), () -> holds(result.get())));
        }
        return tests;
    }

    private static void holds(Search.Result result) {
        System.out.println(result);
        if (result.failure() != null) {
            Search.Failure shortest = new Search(result.scenario()).shrink(result.failure());
            throw new AssertionError(shortest.toString(), shortest.cause());
        }
        assertThat(result.schedules()).isPositive();
    }

    @Test
    void keepsItsPromisesInKnownSchedules() {
        assertThat(KnownSchedules.run()).isNull();
    }

    @Test
    void runsTheSameScheduleAgain() {
        Scenario scenario = Scenarios.named("two tabs, both write");
        List<List<String>> runs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            List<String> taken = new ArrayList<>();
            new Search(scenario).random(SEED, taken);
            runs.add(taken);
        }
        assertThat(runs.get(0)).isNotEmpty().isEqualTo(runs.get(1));
    }
}
