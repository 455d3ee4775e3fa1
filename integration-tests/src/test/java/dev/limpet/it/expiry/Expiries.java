package dev.limpet.it.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.tomcat.SourceOfSessions;

/** Many sessions that are due within one window, while visitors go on. One of ten is made by a request to one of the nodes, the others by one that is not there any more. */
final class Expiries implements AutoCloseable {

    private static final int MAKERS = 16;
    private static final int OF_A_NODE = 10;
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final long SECOND = 1000;
    private static final long SHORTEST_LIFE = 4;

    private final RedisServer redis;
    private final List<TomcatNode> nodes;
    private final Plan plan;
    private final SourceOfSessions source;
    private final Map<String, Born> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    /**
     * @param lead from the beginning until the first is due
     * @param window in which all are due
     * @param calm before the first is due: what the visitors' requests take then is what they take
     * @param touchInterval of the nodes: it comes on top of a session's life, but no more than a quarter
     */
    record Plan(int sessions, Duration lead, Duration window, Duration calm, Duration touchInterval, int visitors) {}

    /**
     * @param name its attribute
     * @param from its end must not come before, milliseconds since 1970
     * @param due at the latest
     */
    private record Born(String name, long from, long due) {}

    private Expiries(RedisServer redis, List<TomcatNode> nodes, Plan plan) {
        this.redis = redis;
        this.nodes = nodes;
        this.plan = plan;
        this.source = new SourceOfSessions(redis.url(), plan.touchInterval().toSeconds());
    }

    /** Returns when the last one has ended, and all were told once and in time, with their attribute. */
    static ExpiriesReport of(RedisServer redis, List<TomcatNode> nodes, Plan plan) {
        try (Expiries expiries = new Expiries(redis, nodes, plan)) {
            return expiries.run();
        }
    }

    private ExpiriesReport run() {
        int endedBefore = End.countOn(nodes);
        try (Visitors visitors = new Visitors(nodes, plan.visitors());
                ScriptTimes scripts = new ScriptTimes(redis)) {
            long firstDue = System.currentTimeMillis() + plan.lead().toMillis();
            make(firstDue);
            awaitTime(firstDue - plan.calm().toMillis());
            Latencies before = visitors.note();
            awaitTime(firstDue);
            scripts.begin();
            Latencies during = visitors.note();
            await().atMost(LONGEST)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> End.countOn(nodes) - endedBefore >= sessions.size());
            long tookMillis = System.currentTimeMillis() - firstDue;
            visitors.note();
            ExpiriesReport report = new ExpiriesReport(
                    sessions.size(), dueWithin(), before, during, lateness(), tookMillis, scripts.toString());
            System.out.println(report);
            assertThat(visitors.failures()).as("visitors' requests that failed").isEmpty();
            return report;
        }
    }

    private void make(long firstDue) {
        ExecutorService makers = Executors.newFixedThreadPool(MAKERS);
        try {
            CompletableFuture.allOf(Stream.generate(() -> CompletableFuture.runAsync(() -> makeSome(firstDue), makers))
                            .limit(MAKERS)
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            makers.shutdown();
        }
    }

    private void makeSome(long firstDue) {
        for (int number = numbers.getAndIncrement(); number < plan.sessions(); number = numbers.getAndIncrement()) {
            make(number, firstDue + plan.window().toMillis() * number / plan.sessions());
        }
    }

    private void make(int number, long due) {
        long begin = System.currentTimeMillis();
        long life = Math.max(SHORTEST_LIFE, lifeUntil(due - begin));
        String name = "mortal" + number;
        String id = number % OF_A_NODE == 0
                ? madeByRequest(nodes.get(number / OF_A_NODE % nodes.size()), name, life)
                : source.make((int) life, "mortal", name);
        long latest = System.currentTimeMillis() + life * SECOND + pad(life);
        sessions.put(id, new Born(name, begin + life * SECOND, latest));
    }

    private static String madeByRequest(TomcatNode node, String name, long life) {
        Answer answer = Browser.create().post(node.url() + "/mortals", "name=" + name + "&life=" + life);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.body();
    }

    /** Seconds after which a session is due that soon. */
    private long lifeUntil(long millis) {
        long life = millis / SECOND;
        return (millis - pad(life)) / SECOND;
    }

    private long pad(long life) {
        return Math.min(plan.touchInterval().toMillis(), life * SECOND / 4);
    }

    private static void awaitTime(long millis) {
        await().atMost(Duration.ofHours(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> System.currentTimeMillis() >= millis);
    }

    private Duration dueWithin() {
        LongSummaryStatistics due =
                sessions.values().stream().mapToLong(Born::due).summaryStatistics();
        return Duration.ofMillis(due.getMax() - due.getMin());
    }

    /** How late the latest end was, milliseconds after it was due. */
    private long lateness() {
        Map<String, End> ends = new ConcurrentHashMap<>();
        long latest = 0;
        for (End end : End.on(nodes)) {
            Born born = sessions.get(end.id());
            if (born != null) {
                assertThat(ends.put(end.id(), end))
                        .as("an earlier end of %s", born)
                        .isNull();
                assertThat(end.name()).as("attribute of %s", born).isEqualTo(born.name());
                assertThat(end.millis()).as("end of %s", born).isGreaterThanOrEqualTo(born.from());
                latest = Math.max(latest, end.millis() - born.due());
            }
        }
        assertThat(ends).as("sessions that have ended").hasSameSizeAs(sessions);
        return latest;
    }

    @Override
    public void close() {
        source.close();
    }
}
