package dev.limpet.session.explorer;

import java.util.List;

/** Schedules that show why a rule is needed and that the search comes upon only after a long time: they are run first. */
final class KnownSchedules {

    static final Scenario SCENARIO = Scenarios.named("beats, write and a stranger");

    /** The message is lost and a beat cuts an older drop: what is kept in the store is all that tells A. */
    private static final String ONLY_THE_STORE_TELLS =
            """
            r0 WRITE_X is sent to B with proof A
            r0 WRITE_X@B begins
            r0 WRITE_X@B goes on before load
            the load of r0 WRITE_X@B runs in the store
            the load of r0 WRITE_X@B is answered
            r0 WRITE_X@B goes on before change
            r0 WRITE_X@B goes on before commit
            the script of r0 WRITE_X@B runs in the store
            the script of r0 WRITE_X@B is answered
            1500 ms pass
            a beat of A runs in the store
            the beat of A is answered
            1500 ms pass
            r1 READ is sent to A with proof A
            r1 READ@A begins
            """;

    /** The lease has ended, and nothing tells A any more when the beat comes. */
    private static final String NOTHING_TELLS =
            """
            r0 WRITE_X is sent to B with proof A
            r0 WRITE_X@B begins
            r0 WRITE_X@B goes on before load
            the load of r0 WRITE_X@B runs in the store
            the load of r0 WRITE_X@B is answered
            r0 WRITE_X@B goes on before change
            r0 WRITE_X@B goes on before commit
            the script of r0 WRITE_X@B runs in the store
            the script of r0 WRITE_X@B is answered
            1500 ms pass
            1500 ms pass
            the drops expire in the store
            a beat of A runs in the store
            the beat of A is answered
            r1 READ is sent to A with proof A
            r1 READ@A begins
            """;

    private KnownSchedules() {}

    static List<List<String>> all() {
        return List.of(
                ONLY_THE_STORE_TELLS.lines().toList(), NOTHING_TELLS.lines().toList());
    }

    /** @return null: everything holds */
    static Search.Failure run() {
        for (List<String> schedule : all()) {
            Search.Failure failure = new Search(SCENARIO).replay(schedule);
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }
}
