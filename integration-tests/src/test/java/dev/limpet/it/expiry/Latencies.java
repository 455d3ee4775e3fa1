package dev.limpet.it.expiry;

import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How long requests took. Written by many threads. */
final class Latencies {

    private static final double MILLI = 1_000_000;

    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();

    void add(long each) {
        nanos.add(each);
    }

    int count() {
        return nanos.size();
    }

    @Override
    public String toString() {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted.length == 0
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "%d requests, median %.1f, p95 %.1f, p99 %.1f, p99.9 %.1f, longest %.1f ms",
                        sorted.length,
                        part(sorted, 0.5),
                        part(sorted, 0.95),
                        part(sorted, 0.99),
                        part(sorted, 0.999),
                        part(sorted, 1));
    }

    private static double part(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1] / MILLI;
    }
}
