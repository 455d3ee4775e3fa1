package dev.limpet.session.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random schedules of a session's way to its end; {@code -Dexplorer.seconds=300} is the long form, {@code -Dexplorer.seed=N} begins elsewhere. */
@Tag("explorer")
class ExpiryExplorerTest {

    private static final double SECONDS = Integer.getInteger("explorer.seconds", 30) / 50.0;
    private static final long SEED = Long.getLong("explorer.seed", 1);

    static List<ExpiryScenario> scenarios() {
        return ExpiryScenario.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void endsASessionOnceAndNeverEarly(ExpiryScenario scenario) {
        ExpirySearch search = new ExpirySearch(scenario);
        long end = System.nanoTime() + (long) (SECONDS * TimeUnit.SECONDS.toNanos(1));
        for (long seed = SEED; System.nanoTime() - end < 0; seed++) {
            ExpirySearch.Failure failure = search.random(seed);
            if (failure != null) {
                throw new AssertionError(failure.toString(), failure.cause());
            }
        }
    }

    @Test
    void endsASessionOnceAndNeverEarlyInKnownSchedules() {
        assertThat(KnownExpirySchedules.run()).isNull();
    }
}
