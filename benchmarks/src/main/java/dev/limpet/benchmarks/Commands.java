package dev.limpet.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a node sends to Redis.
 *
 * @param perRequest number a request by kind, without what it sends without requests too
 * @param background number a second by kind while nothing is asked of it
 */
record Commands(Map<String, Double> perRequest, Map<String, Double> background) {
    static final Commands NONE = new Commands(Map.of(), Map.of());

    /** It comes in bursts, which a short time may catch two of, and grows with what there is to do. */
    private static final double BURSTS = 5;

    private static final double MILLIS_A_SECOND = 1e3;

    /** What was sent by kind, in a time without requests and in one with so many. */
    record Count(Map<String, Integer> sent, Duration time) {
        private double seconds() {
            return time.toMillis() / MILLIS_A_SECOND;
        }
    }

    static Commands of(Count idle, Count busy, int requests) {
        Map<String, Double> background = new TreeMap<>();
        idle.sent().forEach((kind, count) -> background.put(kind, count / idle.seconds()));
        Map<String, Double> perRequest = new TreeMap<>();
        busy.sent().forEach((kind, count) -> {
            double most = BURSTS * background.getOrDefault(kind, 0.0) * (busy.seconds() + 1);
            if (count > most) {
                perRequest.put(kind, (double) count / requests);
            }
        });
        return new Commands(perRequest, background);
    }

    double total() {
        return sum(perRequest);
    }

    double backgroundTotal() {
        return sum(background);
    }

    private static double sum(Map<String, Double> numbers) {
        return numbers.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** For instance {@code evalsha 1, hget 8}. */
    String listed() {
        String list = perRequest.entrySet().stream()
                .map(entry -> entry.getKey() + " " + Numbers.plain(entry.getValue()))
                .collect(Collectors.joining(", "));
        return list.isEmpty() ? "none" : list;
    }
}
