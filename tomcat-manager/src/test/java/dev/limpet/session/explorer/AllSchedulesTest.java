package dev.limpet.session.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is pruned leaves nothing out: without the steps that sleep, and in whatever order the others are taken, the same states are seen. One that is missing
 * shows steps that are taken for independent and are not, or states that are taken for equal and are not.
 */
@Tag("explorer")
class AllSchedulesTest {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    /** Small ones; together they have every kind of step. */
    static Stream<Scenario> scenarios() {
        return Stream.of(
                Scenario.of("two clients", 2, Client.sequential(Op.WRITE_X), Client.sequential(Op.READ)),
                Scenario.of("login", 2, Client.sequential(Op.RENAME), Client.sequential(Op.READ)),
                Scenario.of("tabs", 2, Client.parallel(Op.LOGOUT, Op.READ)),
                Scenario.of("no cookies", 2, Client.cookieless(2, Op.READ, Op.REMOVE_X)),
                Scenario.of("three nodes", 3, Client.sequential(Op.STATIC), Client.sequential(Op.READ)),
                Scenario.of("leases end", 2, Client.sequential(Op.WRITE_X, Op.READ))
                        .endingLeases(1),
                Scenario.of("gives up", 2, Client.sequential(Op.WRITE_X, Op.WRITE_Y))
                        .givingUp(1),
                Scenario.of("answers lost", 2, Client.sequential(Op.WRITE_X, Op.RENAME))
                        .losingAnswers(2),
                Scenario.of("a node dies", 2, Client.sequential(Op.WRITE_X, Op.READ))
                        .crashing(1),
                Scenario.of("beats", 2, Client.sequential(Op.READ))
                        .passingLeases(1)
                        .beating(2));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void seesEveryStateThoughNotEveryScheduleIsRun(Scenario scenario) {
        AllSchedules every = new AllSchedules(false, null);
        AllSchedules some = new AllSchedules(true, new Random(1));

        Search.Result all = new Search(scenario).all(every, System.nanoTime() + MINUTE);
        Search.Result fewer = new Search(scenario).all(some, System.nanoTime() + MINUTE);

        assertThat(all.exhausted()).isTrue();
        assertThat(fewer.exhausted()).isTrue();
        assertThat(fewer.schedules()).isLessThan(all.schedules());
        assertThat(some.states()).isEqualTo(every.states());
    }
}
