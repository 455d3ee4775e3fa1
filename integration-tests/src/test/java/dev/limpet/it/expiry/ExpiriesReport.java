package dev.limpet.it.expiry;

import java.time.Duration;

/**
 * What came of a run in which nothing was wrong.
 *
 * @param dueWithin from when the first session was due until the last one was
 * @param latestMillis the latest end came so long after its session was due
 * @param tookMillis from when the first session was due until all had ended
 */
record ExpiriesReport(
        int sessions,
        Duration dueWithin,
        Latencies before,
        Latencies during,
        long latestMillis,
        long tookMillis,
        String scripts) {

    @Override
    public String toString() {
        return String.join(
                "\n  ",
                sessions + " sessions, due within " + dueWithin.toMillis()
                        + " ms: each ended once and not early, the last one " + tookMillis
                        + " ms after the first was due; the latest was " + latestMillis + " ms late",
                "visitors before: " + before,
                "visitors meanwhile: " + during,
                scripts);
    }
}
