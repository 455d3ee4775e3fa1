package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.cluster.proxy.Hold;
import dev.limpet.cluster.proxy.RedisProxy;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Exchange;
import dev.limpet.it.harness.Nodes;
import dev.limpet.it.harness.Trips;

/** A logout, or a new id, on one node holds on all others, and for clients that still carry the former cookie, too. */
class LogoutIT {

    private static final Duration LEASE = Duration.ofSeconds(3);

    private static RedisServer redis;
    private static RedisProxy proxy;
    private static Nodes nodes;
    private static TomcatNode home;
    private static TomcatNode patient;
    private static TomcatNode other;

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        proxy = RedisProxy.start(redis.port());
        nodes = new Nodes(redis.url());
        home = nodes.start(10, "home", builder -> builder.redis(proxy.url()));
        patient = nodes.start(11, "patient", builder -> builder.contextXml(onlyMessagesCount()));
        other = nodes.start(11, "other");
        nodes.awaitStarted();
    }

    private static String onlyMessagesCount() {
        return Nodes.contextXml("leaseMillis=\"60000\" beatMillis=\"60000\"");
    }

    @AfterEach
    void letEverythingPass() {
        proxy.release();
    }

    @AfterAll
    static void stop() {
        nodes.close();
        proxy.close();
        redis.close();
    }

    @Test
    void whoLogsOutOnOneNodeIsLoggedOutOnTheOther() {
        Browser browser = Browser.create();
        browser.get(home, "/session/count");
        browser.get(other, "/session/logout");

        assertThat(browser.get(home, "/session/peek").body()).isEqualTo("none");
        assertThat(browser.get(other, "/session/peek").body()).isEqualTo("none");
        assertThat(browser.get(home, "/session/count").body()).isEqualTo("1");
    }

    @Test
    void aSecondBrowserWithTheHomeNodesProofLearnsOfItByMessage() {
        Browser second = Browser.create();
        second.get(patient, "/session/count");
        assertThat(second.get(patient, "/session/peek").body()).isEqualTo("1");
        assertThat(second.cookies().suffix()).isEqualTo("patient");

        second.copy().get(other, "/session/logout");

        await().untilAsserted(() ->
                assertThat(second.copy().get(patient, "/session/peek").body()).isEqualTo("none"));
    }

    @Test
    void aSecondBrowserLearnsOfItWithinTheLeaseWhenNoMessageArrives() {
        Hold subscriptions = proxy.hold(words -> words.get(0).equalsIgnoreCase("subscribe"));
        proxy.cutSubscribers();
        subscriptions.awaitArrived();
        Browser second = Browser.create();
        second.get(home, "/session/count");
        assertThat(second.get(home, "/session/peek").body()).isEqualTo("1");

        second.copy().get(other, "/session/logout");
        Instant loggedOut = Instant.now();

        await().atMost(LEASE.plusSeconds(10)).untilAsserted(() -> assertThat(
                        second.copy().get(home, "/session/peek").body())
                .isEqualTo("none"));
        assertThat(Duration.between(loggedOut, Instant.now())).isLessThan(LEASE.plusMillis(500));
    }

    @Test
    void aBrowserWithoutProofLearnsOfItAtOnceWhateverHappensToTheMessages() {
        Hold subscriptions = proxy.hold(words -> words.get(0).equalsIgnoreCase("subscribe"));
        proxy.cutSubscribers();
        subscriptions.awaitArrived();
        Browser second = Browser.create();
        second.get(home, "/session/count");
        second.copy().get(other, "/session/logout");
        second.cookies().cutSuffix();

        assertThat(second.get(home, "/session/peek").body()).isEqualTo("none");
    }

    @Test
    void theFormerIdIsWorthNothingAfterALogin() {
        Browser browser = Browser.create();
        browser.get(home, "/session/count");
        Browser thief = browser.copy();
        browser.get(other, "/session/login?user=anna");

        assertThat(thief.copy().get(other, "/session/peek").body()).isEqualTo("none");
        await().untilAsserted(() ->
                assertThat(thief.copy().get(home, "/session/peek").body()).isEqualTo("none"));
        assertThat(browser.get(home, "/session/get?name=user").body()).isEqualTo("anna");
        assertThat(browser.get(home, "/session/peek").body()).isEqualTo("1");
    }

    @Test
    void aRequestThatWasRunningDuringTheLogoutDoesNotReviveTheSession() {
        Browser browser = Browser.create();
        browser.get(home, "/session/count");
        Browser late = browser.copy();
        Hold save = proxy.hold(Trips.saves());
        Exchange running = late.begin(home, "/session/count");
        save.awaitArrived();
        browser.get(other, "/session/logout");
        save.release();
        running.await();

        assertThat(browser.get(other, "/session/peek").body()).isEqualTo("none");
        assertThat(late.get(other, "/session/peek").body()).isEqualTo("none");
        assertThat(late.get(home, "/session/peek").body()).isEqualTo("none");
    }

    @Test
    void ofTwoLogoutsAtOnceOneIsToldToTheListeners() {
        Browser browser = Browser.create();
        browser.get(home, "/session/count");
        Hold end = proxy.hold(Trips.only("end"));
        Exchange first = browser.copy().begin(home, "/session/logout");
        end.awaitArrived();
        browser.copy().get(other, "/session/logout");
        end.release();

        assertThat(first.await().body()).isEqualTo("out");
        assertThat(Stream.of(home, other)
                        .flatMap(node ->
                                Browser.create().get(node, "/events").body().lines()))
                .containsOnlyOnce("destroyed " + browser.cookies().sessionId() + " with count 1");
    }
}
