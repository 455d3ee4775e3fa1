package dev.limpet.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All that was measured of one contender under one workload.
 *
 * @param health of its health endpoint meanwhile; null: it has none
 */
record Result(Contender contender, List<Sample> rounds, Commands commands, HealthProbe.Latency health) {
    Spread spread(ToDoubleFunction<Sample> value) {
        return Spread.of(rounds.stream().mapToDouble(value));
    }

    /** How many times what the other has, round by round: what was measured at about the same time is compared. */
    Spread ratio(Result other, ToDoubleFunction<Sample> value) {
        double[] ratios = new double[rounds.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = value.applyAsDouble(rounds.get(i)) / value.applyAsDouble(other.rounds.get(i));
        }
        return Spread.of(Arrays.stream(ratios));
    }
}
