package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.cluster.TomcatNode;
import dev.limpet.cluster.proxy.Hold;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Exchange;
import dev.limpet.it.harness.Pair;
import dev.limpet.it.harness.Paused;
import dev.limpet.it.harness.Trips;

/**
 * What follows from the protocol (docs/protocol.md), property by property, on two real nodes: P1 own writes, P2 others' writes, P3
 * no zombie overwrites, P4 logout is logout. P5, trips, is {@link TripsIT}. Calls are held on their way to Redis and let go when
 * something else has happened. There are no beats, and leases last longer than any test: only the rule in question can help.
 */
class PropertiesIT extends HomeAndOther {

    private static final Duration A_WHILE = Duration.ofMillis(150);
    private static final Duration LONG = Duration.ofSeconds(30);

    private static Pair pair;

    @BeforeAll
    static void start() {
        pair = new Pair("leaseMillis=\"60000\" beatMillis=\"60000\" storeTimeoutMillis=\"30000\"");
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    @Override
    Pair pair() {
        return pair;
    }

    @Override
    void homeIs(int number) {
        super.homeIs(number);
        browser.get(home, "/session/count");
    }

    /** First of them whoever has the home's proof: another's load would end a copy that is left there. */
    private void assertNobodyIsServed(Browser... browsers) {
        for (Browser reader : browsers) {
            for (TomcatNode node : List.of(other, home)) {
                await().atMost(LONG).untilAsserted(() -> assertThat(
                                reader.copy().get(node, "/session/peek").body())
                        .as(node.name())
                        .isEqualTo("none"));
            }
        }
    }

    /** A request with the home node's proof whose save reaches Redis after something else has happened. */
    private Answer saveAfter(Browser sender, Runnable meanwhile) {
        Hold save = pair.proxy(major).hold(Trips.saves());
        Exchange late = sender.begin(home, "/session/set?name=x&value=late");
        save.awaitArrived();
        meanwhile.run();
        save.release();
        return late.await();
    }

    /** A client that returns its cookies reads every write that was acknowledged to it, and is never told that it has no session. */
    @Nested
    class P1OwnWrites {

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void areReadOnTheFormerHomeThoughNoMessageHasReachedIt(int number) {
            homeIs(number);
            pair.loseMessages(major);
            write(other, "second");

            assertBothNodesHave("second");
        }

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void areReadThoughAnOlderLoadIsStillUnderWay(int number) {
            homeIs(number);
            write(other, "second");
            pair.loseMessages(major);
            Hold olderAnswer = pair.proxy(major).holdReply(Trips.loads());
            Exchange older = browser.copy().begin(home, "/session/get?name=x");
            olderAnswer.awaitArrived();
            write(other, "third");
            Exchange own = browser.begin(home, "/session/get?name=x");
            await().during(A_WHILE).until(() -> !own.isComplete());
            olderAnswer.release();

            assertThat(older.await().body()).isIn("second", "third");
            assertThat(own.await().body()).isEqualTo("third");
            assertBothNodesHave("third");
        }

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void areThereWhenALoadThatWasGivenUpArrivesLate(int number) {
            homeIs(number);
            Hold load = pair.otherProxy(major).hold(Trips.loads());
            Exchange givenUp = browser.copy().begin(other, "/session/get?name=x");
            load.awaitArrived();
            write(home, "second");
            load.release();
            givenUp.await();

            write(home, "third");
            assertBothNodesHave("third");
        }
    }

    /** Other clients see a write as soon as the former home has heard of it; without proof at once. */
    @Nested
    class P2OthersWrites {

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void areSeenByMessage(int number) {
            homeIs(number);
            Browser second = browser.copy();
            write(other, "second");

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(read(home, second.copy())).isEqualTo("second"));
        }

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void areSeenAtOnceWithoutProofFromTheSaveOn(int number) {
            homeIs(number);
            pair.loseMessages(major);
            Hold save = pair.otherProxy(major).hold(Trips.saves());
            Exchange writing = browser.begin(other, "/session/set?name=x&value=second");
            save.awaitArrived();
            assertThat(read(home, withoutSuffix())).isEqualTo("first");
            save.release();
            assertThat(writing.await().status()).isEqualTo(200);

            assertThat(read(home, withoutSuffix())).isEqualTo("second");
        }

        private Browser withoutSuffix() {
            Browser stranger = browser.copy();
            stranger.cookies().cutSuffix();
            return stranger;
        }
    }

    /** An acknowledged write is not undone by a request whose cookie named its node and which took its copy before. */
    @Nested
    class P3NoZombieOverwrites {

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void bySaveThatComesLate(int number) {
            homeIs(number);
            assertThat(saveAfter(browser.copy(), () -> write(other, "second")).status())
                    .isEqualTo(503);
            assertBothNodesHave("second");
        }

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void bySaveThatComesAfterARemoval(int number) {
            homeIs(number);
            assertThat(saveAfter(browser.copy(), () -> browser.get(other, "/session/remove?name=x"))
                            .status())
                    .isEqualTo(503);
            assertBothNodesHave("null");
        }

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void byARequestThatHasStoodInTheApplication(int number) {
            homeIs(number);
            Paused late = Paused.at(home, browser.copy(), "x", "late");
            write(other, "second");
            assertThat(late.goOn().status()).isEqualTo(503);
            assertBothNodesHave("second");
        }

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void otherAttributesAreMerged(int number) {
            homeIs(number);
            Paused late = Paused.at(home, browser.copy(), "y", "late");
            write(other, "second");
            assertThat(late.goOn().status()).isEqualTo(200);
            assertBothNodesHave("second");
            assertThat(browser.get(other, "/session/get?name=y").body()).isEqualTo("late");
        }

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void withoutProofTheLastSaveWins(int number) {
            homeIs(number);
            Browser stranger = browser.copy();
            stranger.cookies().cutSuffix();
            assertThat(saveAfter(stranger, () -> write(other, "second")).status())
                    .isEqualTo(200);
            assertBothNodesHave("late");
        }
    }

    /** After a logout no save revives the session, and nobody is served from a copy of it; after a new id the former one is dead. */
    @Nested
    class P4LogoutIsLogout {

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void aSaveThatComesLateRevivesNothing(int number) {
            homeIs(number);
            Browser second = browser.copy();
            saveAfter(browser.copy(), () -> browser.get(other, "/session/logout"));
            assertNobodyIsServed(second, browser);
        }

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void aLoadWhoseAnswerComesLateKeepsNoCopyAtHome(int number) {
            homeIs(number);
            Browser second = browser.copy();
            write(other, "second");
            Browser third = browser.copy();
            Hold answer = pair.proxy(major).holdReply(Trips.loads());
            Exchange loading = browser.copy().begin(home, "/session/get?name=x");
            answer.awaitArrived();
            browser.get(other, "/session/logout");
            answer.release();
            loading.await();
            assertNobodyIsServed(second, browser, third);
        }

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void theClientItselfIsServedNowhereThoughNoMessageArrives(int number) {
            homeIs(number);
            pair.loseMessages(major);
            browser.get(other, "/session/logout");
            assertThat(browser.copy().get(home, "/session/peek").body()).isEqualTo("none");
            assertThat(browser.copy().get(other, "/session/peek").body()).isEqualTo("none");
        }

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void aSaveUnderTheFormerIdGoesToTheNewOne(int number) {
            homeIs(number);
            Browser former = browser.copy();
            Hold save = pair.proxy(major).hold(Trips.saves());
            Exchange late = former.copy().begin(home, "/session/set?name=y&value=late");
            save.awaitArrived();
            browser.get(other, "/session/rename");
            save.release();

            assertThat(late.await().status()).isEqualTo(200);
            assertNobodyIsServed(former);
            assertThat(browser.get(home, "/session/get?name=y").body()).isEqualTo("late");
            assertThat(browser.get(other, "/session/get?name=y").body()).isEqualTo("late");
        }
    }
}
