package dev.limpet.session.explorer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Chooses steps at random, each kind as likely as it is in the mood for; from time to time it gets into another. A mood makes a step frequent, rare or impossible. */
final class Mood {

    private static final int[] WEIGHTS = {0, 0, 1, 4, 16, 64};
    private static final int[] LENGTHS = {4, 8, 16, 32, 64};

    private final Random random;
    private final int length;
    private final Map<String, Integer> weights = new HashMap<>();

    Mood(Random random) {
        this.random = random;
        this.length = LENGTHS[random.nextInt(LENGTHS.length)];
    }

    ExpiryStep choose(List<ExpiryStep> steps) {
        if (random.nextInt(length) == 0) {
            weights.clear();
        }
        int sum = steps.stream().mapToInt(this::weight).sum();
        int left = random.nextInt(Math.max(1, sum));
        for (ExpiryStep step : steps) {
            left -= weight(step);
            if (left < 0) {
                return step;
            }
        }
        return steps.get(random.nextInt(steps.size()));
    }

    private int weight(ExpiryStep step) {
        return weights.computeIfAbsent(step.name(), name -> WEIGHTS[random.nextInt(WEIGHTS.length)]);
    }
}
