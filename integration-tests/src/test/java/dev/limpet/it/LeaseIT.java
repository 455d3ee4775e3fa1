package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.limpet.cluster.TomcatNode;
import dev.limpet.cluster.proxy.Hold;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Exchange;
import dev.limpet.it.harness.ManyConnections;
import dev.limpet.it.harness.Pair;
import dev.limpet.it.harness.Trips;

/**
 * How late a second browser, which carries the former home's proof, may see a change or a logout when neither messages nor beats
 * arrive: {@code leaseMillis} after the acknowledgement. Each node of the pair is the home in turn.
 */
class LeaseIT {

    private static final int TIMES = 25;
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final int[] MAJORS = {10, 11};

    private static Pair deaf(Duration lease) {
        String contextXml = ManyConnections.contextXml(
                "leaseMillis=\"" + lease.toMillis() + "\" beatMillis=\"60000\" storeTimeoutMillis=\"30000\"");
        Pair pair = new Pair(builder -> builder.contextXml(contextXml));
        for (int major : MAJORS) {
            pair.loseMessages(major);
        }
        return pair;
    }

    /** Two browsers with one session, both with the home node's proof. */
    private record Two(Browser first, Browser second) {

        static Two at(TomcatNode home) {
            Browser first = Browser.create();
            first.get(home, "/session/count");
            assertThat(first.cookies().suffix()).isEqualTo(home.name());
            return new Two(first, first.copy());
        }

        String secondReads(TomcatNode home) {
            return second.copy().get(home, "/session/peek").body();
        }
    }

    @Test
    void zeroIsAtOnce() {
        try (Pair pair = deaf(Duration.ZERO)) {
            for (int i = 0; i < TIMES; i++) {
                for (int major : MAJORS) {
                    seesAChangeAndALogoutAtOnce(pair.node(major), pair.other(major));
                }
            }
        }
    }

    private static void seesAChangeAndALogoutAtOnce(TomcatNode home, TomcatNode other) {
        Two two = Two.at(home);
        assertThat(two.secondReads(home)).isEqualTo("1");

        two.first().get(other, "/session/count");
        assertThat(two.secondReads(home)).isEqualTo("2");
        two.first().get(other, "/session/logout");
        assertThat(two.secondReads(home)).isEqualTo("none");
    }

    @Test
    void otherwiseWithinTheLease() {
        try (Pair pair = deaf(LEASE)) {
            for (int major : MAJORS) {
                Two change = Two.at(pair.node(major));
                change.first().get(pair.other(major), "/session/count");
                assertSeenWithinTheLease(change, pair.node(major), "2");

                Two logout = Two.at(pair.node(major));
                logout.first().get(pair.other(major), "/session/logout");
                assertSeenWithinTheLease(logout, pair.node(major), "none");
                assertALateAnswerProvesNothing(pair, major);
            }
        }
    }

    /** The lease runs from the question: by the time of the answer it may be over. */
    private static void assertALateAnswerProvesNothing(Pair pair, int major) {
        Two two = Two.at(pair.node(major));
        two.second().cookies().cutSuffix();
        Hold answer = pair.proxy(major).holdReply(Trips.loads());
        Exchange late = two.second().begin(pair.node(major), "/session/peek");
        answer.awaitArrived();
        long acknowledged = System.nanoTime();
        two.first().get(pair.other(major), "/session/count");
        await().until(() -> System.nanoTime() - acknowledged > LEASE.toNanos());
        answer.release();

        assertThat(late.await().body()).isEqualTo("1");
        assertThat(two.second().cookies().suffix()).isEqualTo(pair.node(major).name());
        assertThat(two.secondReads(pair.node(major))).isEqualTo("2");
    }

    /** No request that is sent later than the lease after the acknowledgement sees anything else. */
    private static void assertSeenWithinTheLease(Two two, TomcatNode home, String expected) {
        long acknowledged = System.nanoTime();
        long sent = acknowledged;
        for (String seen = two.secondReads(home); !seen.equals(expected); seen = two.secondReads(home)) {
            assertThat(sent - acknowledged).as("age of what is stale").isLessThan(LEASE.toNanos());
            sent = System.nanoTime();
        }
    }
}
