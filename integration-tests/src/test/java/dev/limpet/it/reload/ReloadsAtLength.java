package dev.limpet.it.reload;

import org.junit.jupiter.api.Test;

import dev.limpet.it.balancer.Tally;

/**
 * Applications are reloaded, replaced, taken away and given new versions for minutes; started by {@code integration-tests/reloads}, no part of the build.
 * System properties: limpet.rounds (50), limpet.visitors (30).
 */
class ReloadsAtLength {

    @Test
    void nothingIsLostAndNothingIsLeft() {
        try (Rounds rounds = new Rounds(10, 11, 10)) {
            Tally tally =
                    rounds.run(Integer.getInteger("limpet.rounds", 50), Integer.getInteger("limpet.visitors", 30));
            rounds.assertNothingLostAndNothingLeft(tally);
        }
    }
}
