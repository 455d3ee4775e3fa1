package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.cluster.TomcatNode;
import dev.limpet.cluster.proxy.Hold;
import dev.limpet.cluster.proxy.RedisProxy;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Exchange;
import dev.limpet.it.harness.Pair;
import dev.limpet.it.harness.Paused;
import dev.limpet.it.harness.Trips;

/**
 * A node is frozen for longer than its lease while its sessions are used elsewhere, and comes back. It hears no messages and no
 * beats: what it does right, it does by its lease, its client's proof and the fence. Each test with the frozen node on either Tomcat.
 */
class FrozenNodeIT {

    private static final Duration LEASE = Duration.ofMillis(1000);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Pair pair;

    private final Browser browser = Browser.create();
    private TomcatNode frozen;
    private TomcatNode other;
    private RedisProxy proxy;

    /** Without beats; patient with Redis: what its answers are shall not depend on how busy this machine is. */
    @BeforeAll
    static void start() {
        pair = new Pair("leaseMillis=\"" + LEASE.toMillis() + "\" beatMillis=\"60000\" storeTimeoutMillis=\"30000\"");
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
        frozen = pair.node(major);
        other = pair.other(major);
        proxy = pair.proxy(major);
        assertThat(browser.get(frozen, "/session/set?name=x&value=first").status())
                .isEqualTo(200);
        assertThat(valueOn(frozen, browser)).isEqualTo("first");
        assertThat(browser.cookies().suffix()).isEqualTo(frozen.name());
    }

    private void freezeForLongerThanTheLease(Runnable meanwhile) {
        frozen.freeze();
        long end = System.nanoTime() + LEASE.multipliedBy(5).dividedBy(4).toNanos();
        meanwhile.run();
        await().atMost(PATIENCE).until(() -> System.nanoTime() - end > 0);
        frozen.thaw();
    }

    private void writeElsewhere() {
        assertThat(browser.get(other, "/session/set?name=x&value=second").status())
                .isEqualTo(200);
    }

    private void logOutElsewhere() {
        assertThat(browser.get(other, "/session/logout").body()).isEqualTo("out");
    }

    private static String valueOn(TomcatNode node, Browser reader) {
        return reader.get(node, "/session/get?name=x").body();
    }

    private void assertEverybodyReadsTheSecond() {
        for (TomcatNode node : List.of(frozen, other, frozen)) {
            assertThat(valueOn(node, browser)).as(node.name()).isEqualTo("second");
        }
    }

    private void assertNobodyIsServed(Browser... browsers) {
        for (Browser reader : browsers) {
            for (TomcatNode node : List.of(frozen, other)) {
                assertThat(reader.get(node, "/session/peek").body())
                        .as(node.name())
                        .isEqualTo("none");
            }
        }
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void servesNothingStaleToWhoeverReturnsItsCookie(int major) {
        homeIs(major);
        Browser formerCookie = browser.copy();
        Browser noSuffix = browser.copy();
        noSuffix.cookies().cutSuffix();
        pair.loseMessages(major);
        freezeForLongerThanTheLease(this::writeElsewhere);

        assertThat(valueOn(frozen, formerCookie)).as("with the former suffix").isEqualTo("second");
        assertThat(browser.cookies().suffix()).isEqualTo(other.name());
        assertThat(valueOn(frozen, browser)).as("with the new suffix").isEqualTo("second");
        assertThat(valueOn(frozen, noSuffix)).as("without a suffix").isEqualTo("second");
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void servesNobodyWhoHasLoggedOutElsewhere(int major) {
        homeIs(major);
        Browser formerCookie = browser.copy();
        pair.loseMessages(major);
        freezeForLongerThanTheLease(this::logOutElsewhere);

        assertNobodyIsServed(formerCookie, browser);
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void aRequestInTheApplicationCannotOverwriteWhatWasAcknowledgedElsewhere(int major) {
        homeIs(major);
        pair.loseMessages(major);
        Paused late = Paused.at(frozen, browser.copy(), "x", "late");
        freezeForLongerThanTheLease(this::writeElsewhere);

        assertThat(late.goOn().status()).isEqualTo(503);
        assertEverybodyReadsTheSecond();
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void aRequestInTheApplicationThatChangesSomethingElseIsMerged(int major) {
        homeIs(major);
        pair.loseMessages(major);
        Paused late = Paused.at(frozen, browser.copy(), "y", "late");
        freezeForLongerThanTheLease(this::writeElsewhere);

        assertThat(late.goOn().status()).isEqualTo(200);
        assertEverybodyReadsTheSecond();
        assertThat(browser.get(other, "/session/get?name=y").body()).isEqualTo("late");
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void aRequestInTheApplicationDoesNotReviveWhatWasLoggedOutElsewhere(int major) {
        homeIs(major);
        Browser formerCookie = browser.copy();
        pair.loseMessages(major);
        Paused late = Paused.at(frozen, browser.copy(), "x", "late");
        freezeForLongerThanTheLease(this::logOutElsewhere);
        late.goOn();

        assertNobodyIsServed(formerCookie, browser);
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void aSaveOnItsWayCannotOverwriteWhatWasAcknowledgedElsewhere(int major) {
        homeIs(major);
        pair.loseMessages(major);
        Answer answer = saveThatArrivesAfter(this::writeElsewhere);

        assertThat(answer.status()).isEqualTo(503);
        assertEverybodyReadsTheSecond();
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void aSaveOnItsWayDoesNotReviveWhatWasLoggedOutElsewhere(int major) {
        homeIs(major);
        Browser formerCookie = browser.copy();
        pair.loseMessages(major);
        saveThatArrivesAfter(this::logOutElsewhere);

        assertNobodyIsServed(formerCookie, browser);
    }

    private Answer saveThatArrivesAfter(Runnable meanwhile) {
        Hold save = proxy.hold(Trips.saves());
        Exchange late = browser.copy().begin(frozen, "/session/set?name=x&value=late");
        save.awaitArrived();
        freezeForLongerThanTheLease(() -> {
            meanwhile.run();
            save.release();
        });
        return late.await();
    }

    /** It runs when the node wakes, as if it had been sent then: on what is there by then. */
    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void aRequestThatHasReachedTheFrozenNodeLoadsWhenItWakes(int major) {
        homeIs(major);
        pair.loseMessages(major);
        Browser early = browser.copy();
        Exchange[] waiting = new Exchange[1];
        freezeForLongerThanTheLease(() -> {
            waiting[0] = early.begin(frozen, "/session/get?name=x");
            writeElsewhere();
        });

        assertThat(waiting[0].await().body()).isEqualTo("second");
    }
}
