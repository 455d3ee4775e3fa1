package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import dev.limpet.redis.RedisServerFixture;

/** What a node does while Redis does not answer, beyond the 503 of its requests. */
class RedisAwayTest {

    private static final int GUESTS = 30;
    private static final Duration BUDGET = Duration.ofSeconds(1);

    @Test
    void noLogRecordHasASessionsId() throws Exception {
        try (Cluster cluster = Cluster.start(impatient())) {
            Guest guest = new Guest();
            guest.set(cluster.a(), "x", 1);
            try (Records records = new Records()) {
                cluster.redis().pause();
                assertThat(write(guest, cluster.a())).isEqualTo(503);
                assertThat(write(guest.twin(), cluster.b())).isEqualTo(503);
                cluster.redis().stop();
                assertThat(write(guest, cluster.a())).isEqualTo(503);
                assertThat(write(guest.twin(), cluster.b())).isEqualTo(503);
                assertThat(records.texts()).isNotEmpty().noneMatch(text -> text.contains(guest.id()));
            }
        }
    }

    @Test
    void aStopTakesOneBudgetHoweverManySessionsAreUnsaved() throws Exception {
        try (Cluster cluster = Cluster.start(impatient())) {
            List<Guest> guests = new ArrayList<>();
            for (int i = 0; i < GUESTS; i++) {
                Guest guest = new Guest();
                guest.set(cluster.a(), "x", 1);
                guests.add(guest);
            }
            cluster.redis().pause();
            assertThat(writeAtOnce(guests, cluster.a())).containsOnly(503);

            long begin = System.nanoTime();
            cluster.a().context().stop();
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            assertThat(took).isLessThan(BUDGET.multipliedBy(4));
            cluster.redis().resume();
        }
    }

    @Test
    void aNodeThatStartsTogetherWithRedisRefusesNobody() throws Exception {
        try (RedisServerFixture redis = RedisServerFixture.start()) {
            redis.stop();
            Map<String, String> attributes = new HashMap<>(Cluster.STILL);
            attributes.put("redis", redis.url());
            attributes.put("storeTimeoutMillis", "10000");
            CompletableFuture<Void> launch = CompletableFuture.runAsync(
                    redis::restart, CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));
            try (EmbeddedNode node = new EmbeddedNode("a", attributes, Cluster.errands()).start()) {
                new Guest().set(node, "x", 1);
            }
            launch.join();
        }
    }

    /** The container asks whether the first cookie's session is there before it takes the second. */
    @Test
    void aRequestWithTwoCookiesIsAnsweredWith503Too() throws Exception {
        try (Cluster cluster = Cluster.start(impatient())) {
            Guest guest = new Guest();
            guest.set(cluster.a(), "x", 1);
            Guest twin = guest.twin();
            twin.browser().set("JSESSIONID", guest.browser().cookie("JSESSIONID") + "; JSESSIONID=0123");
            cluster.redis().pause();
            assertThat(write(twin, cluster.b())).isEqualTo(503);
            cluster.redis().resume();
            assertThat(guest.get(cluster.b(), "x")).isEqualTo(1);
        }
    }

    private static Map<String, String> impatient() {
        Map<String, String> attributes = new HashMap<>(Cluster.STILL);
        attributes.put("storeTimeoutMillis", Long.toString(BUDGET.toMillis()));
        return attributes;
    }

    private static int write(Guest guest, EmbeddedNode node) throws Exception {
        return guest.send(node, (request, response) -> {
                    request.getSession().setAttribute("x", 2);
                    return null;
                })
                .statusCode();
    }

    private static List<Integer> writeAtOnce(List<Guest> guests, EmbeddedNode node) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(guests.size());
        try {
            List<Callable<Integer>> writes = new ArrayList<>();
            guests.forEach(guest -> writes.add(() -> write(guest, node)));
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : pool.invokeAll(writes)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }
}
