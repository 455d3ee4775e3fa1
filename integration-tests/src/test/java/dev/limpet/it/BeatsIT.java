package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.cluster.TomcatNode;
import dev.limpet.cluster.proxy.Hold;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.ManyConnections;
import dev.limpet.it.harness.Pair;
import dev.limpet.it.harness.Trips;

/** What a node that hears no messages learns from its beats. No lease ends meanwhile. Each node of the pair is the home in turn. */
class BeatsIT {

    private static Pair pair;

    private final Browser browser = Browser.create();
    private TomcatNode home;
    private TomcatNode other;

    @BeforeAll
    static void start() {
        String contextXml =
                ManyConnections.contextXml("leaseMillis=\"60000\" beatMillis=\"100\" storeTimeoutMillis=\"30000\"");
        pair = new Pair(builder -> builder.contextXml(contextXml));
    }

    @AfterEach
    void letEverythingPass() {
        pair.heal();
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    private void homeIs(int major) {
        home = pair.node(major);
        other = pair.other(major);
        assertThat(browser.get(home, "/session/count").body()).isEqualTo("1");
        pair.loseMessages(major);
    }

    private void assertLearns(Browser neighbour, String count) {
        assertThat(neighbour.cookies().suffix()).isEqualTo(home.name());
        await().untilAsserted(() ->
                assertThat(neighbour.copy().get(home, "/session/peek").body()).isEqualTo(count));
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void whatWasTakenFromIt(int major) {
        homeIs(major);
        Browser neighbour = browser.copy();
        browser.get(other, "/session/count");
        assertLearns(neighbour, "2");

        Browser another = browser.copy();
        another.get(home, "/session/peek");
        browser.get(other, "/session/logout");
        assertLearns(another, "none");
    }

    /** While it takes note of the first time on its way to Redis, the session comes home and is taken again. */
    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void whatWasTakenFromItTwice(int major) {
        homeIs(major);
        String id = browser.cookies().sessionId();
        Predicate<List<String>> noteTaken = Trips.beats().and(words -> words.contains(id));
        Hold beat = pair.proxy(major).hold(noteTaken);
        browser.get(other, "/session/count");
        beat.awaitArrived();
        browser.get(home, "/session/count");
        Browser neighbour = browser.copy();
        browser.get(other, "/session/count");
        beat.release();

        assertLearns(neighbour, "4");
    }
}
