package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.cluster.RedisCommands;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.cluster.proxy.Hold;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Exchange;
import dev.limpet.it.harness.ManyConnections;
import dev.limpet.it.harness.Pair;
import dev.limpet.it.harness.Paused;
import dev.limpet.it.harness.Trips;

/**
 * Calls that cross each other on their way to Redis: the session has gone to another node, or come back, before a save, a logout or a new id gets there. There
 * are no beats, and leases last longer than any test: only the rule in question can help. Each node of the pair is the home in turn.
 */
class CrossingCallsIT extends HomeAndOther {

    private static final Duration A_WHILE = Duration.ofMillis(150);

    private static Pair pair;

    @BeforeAll
    static void start() {
        String contextXml =
                ManyConnections.contextXml("leaseMillis=\"60000\" beatMillis=\"60000\" storeTimeoutMillis=\"5000\"");
        pair = new Pair(builder -> builder.contextXml(contextXml));
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    @Override
    Pair pair() {
        return pair;
    }

    private static String peek(TomcatNode node, Browser reader) {
        return reader.copy().get(node, "/session/peek").body();
    }

    /** Whatever the home has heard by now. */
    private void comeHome() {
        browser.cookies().cutSuffix();
        assertThat(read(home, browser)).isEqualTo("first");
    }

    /** What the node asks of Redis by this script gets there after something else has happened. */
    private static Answer arrivesAfter(Hold call, Exchange request, Runnable meanwhile) {
        call.awaitArrived();
        meanwhile.run();
        call.release();
        return request.await();
    }

    /**
     * The other node has loaded the session, and the home has it back, when the other node's call gets to Redis: the home is told. A browser with the home's
     * proof asks it.
     */
    @Nested
    class TheHomeIsTold {

        private Browser neighbour;

        /** @param stranger has no proof: its request is not overtaken */
        private Answer crossing(Predicate<List<String>> calls, Browser stranger, String path) {
            stranger.cookies().cutSuffix();
            Hold call = pair.otherProxy(major).hold(calls);
            Answer answer = arrivesAfter(call, stranger.begin(other, path), () -> {
                comeHome();
                neighbour = browser.copy();
            });
            assertThat(neighbour.cookies().suffix()).isEqualTo(home.name());
            return answer;
        }

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void ofASave(int number) {
            homeIs(number);
            Answer answer = crossing(Trips.saves(), browser.copy(), "/session/set?name=x&value=second");

            assertThat(answer.status()).isEqualTo(200);
            await().untilAsserted(() -> assertThat(read(home, neighbour.copy())).isEqualTo("second"));
        }

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void ofALogout(int number) {
            homeIs(number);
            crossing(Trips.only("end"), browser.copy(), "/session/logout");

            await().untilAsserted(() -> assertThat(peek(home, neighbour)).isEqualTo("none"));
        }

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void ofANewId(int number) {
            homeIs(number);
            Browser stranger = browser.copy();
            assertThat(crossing(Trips.only("rename"), stranger, "/session/rename")
                            .status())
                    .isEqualTo(200);

            await().untilAsserted(() -> assertThat(peek(home, neighbour)).isEqualTo("none"));
            assertThat(read(home, stranger)).isEqualTo("first");
        }
    }

    /** Older than what the client has seen: not applied, whatever node owns the session by then. */
    @Nested
    class WhatComesLateIsOvertaken {

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void aSaveWhenTheSessionHasComeHomeAgain(int number) {
            homeIs(number);
            Hold save = pair.proxy(major).hold(Trips.saves());
            Exchange late = browser.copy().begin(home, "/session/set?name=x&value=late");
            Answer answer = arrivesAfter(save, late, () -> {
                write(other, "second");
                assertThat(read(home, browser)).isEqualTo("second");
            });

            assertThat(answer.status()).isEqualTo(503);
            assertBothNodesHave("second");
        }

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void aSaveOnItsSecondTrip(int number) {
            homeIs(number);
            Answer answer = saveOfTwoTrips(() -> assertThat(read(home, browser)).isEqualTo("second"));

            assertThat(answer.status()).isEqualTo(503);
            assertBothNodesHave("second");
        }

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void aSaveOnItsSecondTripByALogout(int number) {
            homeIs(number);
            Browser before = browser.copy();
            Answer answer = saveOfTwoTrips(() -> browser.get(other, "/session/logout"));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(peek(home, before.copy())).isEqualTo("none");
            assertThat(peek(other, before.copy())).isEqualTo("none");
        }

        /** The other node has the session when the save arrives for the first time. @param between the two trips */
        private Answer saveOfTwoTrips(Runnable between) {
            Hold firstTrip = pair.proxy(major).hold(Trips.only("save-hot"));
            Exchange late = browser.copy().begin(home, "/session/set?name=x&value=late");
            firstTrip.awaitArrived();
            write(other, "second");
            Hold secondTrip = pair.proxy(major).hold(Trips.only("save"));
            firstTrip.release();
            return arrivesAfter(secondTrip, late, between);
        }

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void aNewId(int number) {
            homeIs(number);
            Hold rename = pair.proxy(major).hold(Trips.only("rename"));
            Exchange late = browser.copy().begin(home, "/session/rename");
            arrivesAfter(rename, late, () -> write(other, "second"));

            assertBothNodesHave("second");
        }

        /** Its connection breaks, its client comes again, and then it runs after all. */
        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void aSaveThatWasGivenUp(int number) {
            homeIs(number);
            Hold save = pair.proxy(major).hold(Trips.saves());
            Exchange late = browser.begin(home, "/session/set?name=x&value=late");
            save.awaitArrived();
            save.cut();
            assertThat(late.await().status()).isEqualTo(503);
            write(home, "second");
            try (RedisCommands redis = pair.redis().connect()) {
                redis.list(save.arrived().get(0).toArray(String[]::new));
            }

            assertBothNodesHave("second");
        }

        /** Whoever still works with it is not logged out. */
        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void andEndsNobodysSession(int number) {
            homeIs(number);
            Paused overtaken = Paused.at(home, browser.copy(), "x", "late");
            Paused merged = Paused.at(home, browser.copy(), "y", "late");
            write(other, "second");

            assertThat(overtaken.goOn().status()).isEqualTo(503);
            assertThat(merged.goOn().status()).isIn(200, 503);
            assertBothNodesHave("second");
        }
    }

    /** An answer that was sent before another node has changed things. */
    @Nested
    class AnAnswerThatComesLateIsNotAtHome {

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void ofANewIdWhenAnotherNodeHasSavedUnderIt(int number) {
            homeIs(number);
            Browser stranger = browser.copy();
            stranger.cookies().cutSuffix();
            Hold save = pair.otherProxy(major).hold(Trips.saves());
            Exchange saving = stranger.begin(other, "/session/set?name=x&value=second");
            save.awaitArrived();
            comeHome();
            Hold answer = pair.proxy(major).holdReply(Trips.only("rename"));
            Exchange renaming = browser.begin(home, "/session/rename");
            arrivesAfter(answer, renaming, () -> {
                save.release();
                assertThat(saving.await().status()).isEqualTo(200);
            });

            assertThat(browser.cookies().suffix()).isEqualTo(home.name());
            await().untilAsserted(() -> assertThat(read(home, browser.copy())).isEqualTo("second"));
        }
    }

    /** What requests on one node do to one session, they do to one object. */
    @Nested
    class RequestsOfOneNode {

        /** Also one that had to ask Redis. */
        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void shareTheSession(int number) {
            homeIs(number);
            browser.get(home, "/session/list?add=0");
            Browser stranger = browser.copy();
            stranger.cookies().cutSuffix();
            Hold save = pair.proxy(major).hold(Trips.saves());
            Exchange changing = browser.copy().begin(home, "/session/list?add=1");
            save.awaitArrived();
            Hold load = pair.proxy(major).holdReply(Trips.loads());
            Exchange asking = stranger.begin(home, "/session/get?name=list");
            load.awaitArrived();
            load.release();
            save.release();

            assertThat(changing.await().body()).isEqualTo("0,1");
            assertThat(asking.await().body()).isEqualTo("[0, 1]");
        }

        @ParameterizedTest(name = "Tomcat {0}")
        @ValueSource(ints = {10, 11})
        void saveItOneAfterTheOther(int number) {
            homeIs(number);
            Hold saves = pair.proxy(major).hold(Trips.saves());
            Exchange first = browser.copy().begin(home, "/session/set?name=x&value=second");
            saves.awaitArrived();
            Exchange second = browser.copy().begin(home, "/session/set?name=x&value=third");
            await().during(A_WHILE).until(() -> saves.arrived().size() == 1 && !second.isComplete());
            saves.release();

            assertThat(Stream.of(first, second).map(Exchange::await).map(Answer::status))
                    .containsOnly(200);
            assertBothNodesHave("third");
        }
    }
}
