package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a session may be unused: what is set for it, on which node whatsoever, and what Redis knows of it. */
class MaxInactiveIntervalTest {

    private static final int HALF_AN_HOUR = 1800;

    private static Cluster cluster;
    private static EmbeddedNode a;
    private static EmbeddedNode b;

    private final Guest guest = new Guest();

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start(Cluster.STILL);
        a = cluster.a();
        b = cluster.b();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    private Object setInterval(EmbeddedNode node, int seconds) throws Exception {
        return guest.at(node, (request, response) -> {
            request.getSession().setMaxInactiveInterval(seconds);
            return request.getSession().getMaxInactiveInterval();
        });
    }

    private int interval(EmbeddedNode node) throws Exception {
        Integer seconds =
                guest.at(node, (request, response) -> request.getSession().getMaxInactiveInterval());
        return seconds;
    }

    private long millisToLive() {
        String key = cluster.redis()
                .command("EVAL", "return redis.call('KEYS', '*session:' .. ARGV[1])[1]", "0", guest.id());
        return Long.parseLong(cluster.redis().command("PTTL", key));
    }

    private boolean hasDeadline() {
        String found = cluster.redis()
                .command(
                        "EVAL",
                        "for _, key in ipairs(redis.call('KEYS', '*deadlines')) do"
                                + " if redis.call('ZSCORE', key, ARGV[1]) then return 1 end end return 0",
                        "0",
                        guest.id());
        return found.equals("1");
    }

    // ------------------------------------------------------------------------------------------------- the interval

    @Test
    void theContextSaysHowLongANewSessionLives() throws Exception {
        guest.set(a, "x", 1);
        assertThat(interval(a)).isEqualTo(HALF_AN_HOUR);
        assertThat(interval(b)).isEqualTo(HALF_AN_HOUR);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 3600, 0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void eachSessionMayHaveAnIntervalOfItsOwnOnAllNodes(int seconds) throws Exception {
        guest.set(a, "x", 1);
        assertThat(setInterval(b, seconds)).isEqualTo(seconds);
        assertThat(interval(a)).isEqualTo(seconds);
        assertThat(guest.get(b, "x")).isEqualTo(1);
        assertThat(interval(b)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aSessionWithoutAnIntervalHasNoDeadline(int seconds) throws Exception {
        guest.set(a, "x", 1);
        assertThat(hasDeadline()).isTrue();
        setInterval(a, seconds);
        assertThat(hasDeadline()).isFalse();
        assertThat(millisToLive()).isGreaterThan(Duration.ofDays(3000).toMillis());
        guest.get(b, "x");
        assertThat(hasDeadline()).as("after a load").isFalse();
        setInterval(b, HALF_AN_HOUR);
        assertThat(hasDeadline()).as("changed back").isTrue();
        assertThat(millisToLive()).isLessThan(Duration.ofDays(2).toMillis());
    }

    @Test
    void aVeryLargeIntervalIsNoShortOne() throws Exception {
        guest.set(a, "x", 1);
        setInterval(b, Integer.MAX_VALUE);
        assertThat(millisToLive()).isGreaterThan(Integer.MAX_VALUE * 1000L);
        assertThat(guest.get(a, "x")).isEqualTo(1);
        assertThat(guest.get(a, "x")).isEqualTo(1);
    }

    @Test
    void theSameIntervalOnceMoreIsNoChange() throws Exception {
        guest.set(a, "x", 1);
        boolean changed = guest.finds(a, (request, response) -> {
            request.getSession().setMaxInactiveInterval(HALF_AN_HOUR);
            return a.manager().node().peek(guest.id()).mayNeedSaving();
        });
        assertThat(changed).isFalse();
    }
}
