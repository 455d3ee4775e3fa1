package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpSession;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The end of sessions that nobody uses, with a housekeeper for each of the two nodes. */
class ExpiryTest {

    private static final int SHORT = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Cluster cluster;
    private static EmbeddedNode a;
    private static EmbeddedNode b;
    private static Sweeper sweeperOfA;
    private static Sweeper sweeperOfB;

    private final Guest guest = new Guest();

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start(Map.of(), Events::listenTo);
        a = cluster.a();
        b = cluster.b();
        sweeperOfA = new Sweeper(a, cluster.withRedis(Map.of()));
        sweeperOfB = new Sweeper(b, cluster.withRedis(Map.of()));
    }

    @AfterAll
    static void stop() throws Exception {
        sweeperOfA.close();
        sweeperOfB.close();
        cluster.close();
    }

    private static Errand<Void> making(int seconds) {
        return (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("bound", new Bound("one"));
            session.setMaxInactiveInterval(seconds);
            return null;
        };
    }

    private static List<String> ends(Guest guest) {
        return Events.of(guest.id()).stream()
                .filter(event -> event.contains("destroyed") || event.contains("unbound"))
                .toList();
    }

    @Test
    void theEndOfAnUnusedSessionIsToldOnceWithItsValues() throws Exception {
        long before = System.nanoTime();
        guest.at(a, making(SHORT));
        await().atMost(PATIENCE).until(() -> ends(guest).size() >= 2);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(SHORT));
        String node = ends(guest).get(0).substring(0, 1);
        assertThat(ends(guest)).containsExactly(node + " destroyed bound=one", node + " unbound one");
        assertThat(guest.twin().hasSession(a)).isFalse();
        assertThat(guest.twin().hasSession(b)).isFalse();
    }

    @Test
    void aSessionInUseAtItsHomeDoesNotEnd() throws Exception {
        guest.at(a, making(3));
        await().during(Duration.ofSeconds(5)).atMost(PATIENCE).until(() -> guest.hasSession(a));
        assertThat(ends(guest)).isEmpty();
    }

    /** As Tomcat counts: from the end of the last request, not from its beginning. */
    @Test
    void aRequestThatTakesLongIsAUseUntilItEnds() throws Exception {
        guest.at(a, making(6));
        long end = guest.at(a, (request, response) -> {
            request.getSession();
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            return System.currentTimeMillis();
        });
        await().untilAsserted(() -> assertThat(lastAccess())
                .isGreaterThan(end - Duration.ofSeconds(1).toMillis()));
    }

    /** As Redis knows it. */
    private long lastAccess() {
        return Long.parseLong(cluster.redis()
                .command(
                        "EVAL",
                        "return redis.call('HGET', redis.call('KEYS', '*session:' .. ARGV[1])[1], 'access')",
                        "0",
                        guest.id()));
    }

    @Test
    void sessionsThatEndAtOnceEndOnceEach() throws Exception {
        List<Guest> guests = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Guest each = new Guest();
            each.at(i % 2 == 0 ? a : b, making(SHORT));
            guests.add(each);
        }
        await().atMost(PATIENCE)
                .until(() -> guests.stream().allMatch(each -> ends(each).size() >= 2));
        assertThat(guests).allSatisfy(each -> assertThat(ends(each)).hasSize(2));
    }

    @Test
    void aSessionWithoutAnIntervalStaysWhenOthersEnd() throws Exception {
        guest.at(a, making(0));
        Guest other = new Guest();
        other.at(a, making(SHORT));
        await().atMost(PATIENCE).until(() -> ends(other).size() >= 2);
        assertThat(guest.hasSession(b)).isTrue();
        assertThat(ends(guest)).isEmpty();
    }

    @Test
    void aListenerThatFailsIsNoReasonToEndASessionAgain() throws Exception {
        guest.at(a, (request, response) -> {
            request.getSession().setAttribute("bad", new Failing());
            return null;
        });
        guest.at(b, making(SHORT));
        await().atMost(PATIENCE).until(() -> ends(guest).size() >= 2);
        String tombstone = cluster.redis()
                .command(
                        "EVAL",
                        "return redis.call('HGET', redis.call('KEYS', '*session:' .. ARGV[1])[1], 'dead')",
                        "0",
                        guest.id());
        assertThat(tombstone).isEqualTo("1");
    }

    @Test
    void aLateWriteDoesNotReviveWhatHasEnded() throws Exception {
        guest.at(a, making(SHORT));
        guest.at(a, (request, response) -> {
            HttpSession session = request.getSession();
            await().atMost(PATIENCE).until(() -> ends(guest).size() >= 2);
            try {
                session.setAttribute("late", 1);
            } catch (IllegalStateException e) {
                // This node knows already.
            }
            return null;
        });
        assertThat(guest.twin().hasSession(a)).isFalse();
        assertThat(guest.twin().hasSession(b)).isFalse();
        assertThat(ends(guest)).hasSize(2);
    }
}
