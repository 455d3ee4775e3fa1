package dev.limpet.session.explorer;

import java.util.List;

/** Schedules on a session's way to its end that the search comes upon only after a long time: they are run first. */
final class KnownExpirySchedules {

    private static final ExpiryScenario SCENARIO = ExpiryScenario.named("A is killed before its flush");

    /** The touch of tick 3 tells of the use of tick 1: that of tick 5 is an interval later, and must be on its way before A can be killed. */
    private static final String A_TOUCH_THAT_TELLS_OF_AN_OLDER_USE =
            """
            0  A beats and tells uses, a tick passes
            1  the user comes to A
            1  A beats and tells uses, a tick passes
            2  A beats and tells uses, a tick passes
            3  A beats and tells uses
            3  the touch of tick 3 runs in the store
            3  a tick passes
            4  A beats and tells uses, a tick passes
            5  the user comes to A
            5  A is killed
            5  the touch of tick 5 runs in the store
            5  a tick passes
            6  a tick passes
            7  a tick passes
            8  a tick passes
            9  a tick passes
            10  a tick passes
            11  a tick passes
            12  a tick passes
            13  a tick passes
            14  a tick passes
            15  a tick passes
            16  B sweeps
            16  B claims it
            """;

    private KnownExpirySchedules() {}

    /** @return null: everything holds */
    static ExpirySearch.Failure run() {
        List<String> schedule = A_TOUCH_THAT_TELLS_OF_AN_OLDER_USE.lines().toList();
        return new ExpirySearch(SCENARIO).replay(schedule);
    }
}
