package dev.limpet.it.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.limpet.it.history.Operation.Kind;
import dev.limpet.it.history.Operation.Outcome;

/** Two clients of one session on nodes a and b; times in milliseconds, the bound is 100. */
class HistoryCheckerTest {

    private static final long MILLI = 1_000_000;
    private static final String ID = "id-1";

    private final List<Operation> history = new ArrayList<>();

    private List<String> violated() {
        return HistoryChecker.check(history, Duration.ofMillis(100)).stream()
                .map(Violation::property)
                .toList();
    }

    private final class Request {
        private final int client;
        private final String node;
        private boolean proof = true;
        private String id = ID;
        private Outcome outcome = Outcome.DONE;

        Request(int client, String node) {
            this.client = client;
            this.node = node;
        }

        Request withoutProof() {
            proof = false;
            return this;
        }

        Request ending(Outcome value) {
            outcome = value;
            return this;
        }

        Request of(String value) {
            id = value;
            return this;
        }

        void get(String found, long start, long end) {
            add(Kind.GET, "x", found, null, start, end);
        }

        void set(String found, String value, long start, long end) {
            add(Kind.SET, "x", found, value, start, end);
        }

        void remove(String found, long start, long end) {
            add(Kind.REMOVE, "x", found, null, start, end);
        }

        void logout(long start, long end) {
            add(Kind.LOGOUT, null, null, null, start, end);
        }

        void rename(String newId, long start, long end) {
            add(Kind.RENAME, null, null, newId, start, end);
        }

        private void add(Kind kind, String attribute, String found, String value, long start, long end) {
            history.add(new Operation(
                    client, kind, node, id, proof, attribute, found, value, outcome, start * MILLI, end * MILLI));
        }
    }

    private Request one(String node) {
        return new Request(1, node);
    }

    private Request two(String node) {
        return new Request(2, node);
    }

    @Test
    void aClientThatReadsItsOwnWritesIsFine() {
        one("a").get(null, 0, 1);
        one("a").set(null, "v1", 2, 3);
        one("b").set("v1", "v2", 4, 5);
        one("a").get("v2", 6, 7);
        one("a").remove("v2", 8, 9);
        one("b").get(null, 10, 11);
        assertThat(violated()).isEmpty();
    }

    @Test
    void aClientThatDoesNotSeeItsOwnWriteIsFound() {
        one("a").set(null, "v1", 0, 1);
        one("b").get(null, 2, 3);
        assertThat(violated()).containsExactly("P1");
    }

    @Test
    void aClientThatSeesWhatItHadOverwrittenIsFound() {
        one("a").set(null, "v1", 0, 1);
        one("b").set("v1", "v2", 2, 3);
        one("a").get("v1", 4, 5);
        assertThat(violated()).containsExactly("P1");
    }

    @Test
    void whatAWriterFindsIsReadToo() {
        one("a").set(null, "v1", 0, 1);
        one("b").set(null, "v2", 2, 3);
        assertThat(violated()).containsExactly("P1");
    }

    @Test
    void aRemovedValueThatComesBackIsFound() {
        one("a").set(null, "v1", 0, 1);
        one("b").remove("v1", 2, 3);
        one("a").get("v1", 4, 5);
        assertThat(violated()).containsExactly("P1");
    }

    @Test
    void whatRemovedNothingIsNoWrite() {
        one("a").set(null, "v1", 0, 1);
        two("b").remove(null, 2, 3);
        one("a").get("v1", 4, 5);
        assertThat(violated()).isEmpty();
    }

    @Test
    void aForeignValueIsFound() {
        one("a").get("v9", 0, 1);
        assertThat(violated()).containsExactly("Foreign");
    }

    @Test
    void aValueFromTheFutureIsFound() {
        one("a").get("v1", 0, 1);
        one("a").set(null, "v1", 2, 3);
        assertThat(violated()).containsExactly("Foreign");
    }

    @Test
    void aSecondClientMayBeLateByTheBoundAndNotLonger() {
        one("b").set(null, "v1", 0, 10);
        two("a").get(null, 109, 130);
        assertThat(violated()).isEmpty();
        two("a").get(null, 111, 130);
        assertThat(violated()).containsExactly("P2");
    }

    @Test
    void aSecondClientWithoutProofMustNotBeLate() {
        one("b").set(null, "v1", 0, 10);
        two("a").withoutProof().get(null, 11, 12);
        assertThat(violated()).containsExactly("P2");
    }

    @Test
    void parallelWritesMayComeInAnyOrder() {
        one("a").withoutProof().set(null, "v1", 0, 10);
        two("b").withoutProof().set(null, "v2", 5, 15);
        two("b").get("v1", 300, 301);
        one("b").get("v1", 300, 301);
        assertThat(violated()).isEmpty();
    }

    @Test
    void aFencedWriteThatUndoesWhatItsRequestHadNotSeenIsFound() {
        one("a").set(null, "late", 0, 50);
        two("b").set(null, "v2", 10, 20);
        two("b").get("late", 60, 61);
        assertThat(violated()).containsExactly("P3");
    }

    @Test
    void aFencedWriteThatHadSeenTheOtherIsFine() {
        one("a").set("v2", "v3", 0, 50);
        two("b").set(null, "v2", 10, 20);
        two("b").get("v3", 60, 61);
        assertThat(violated()).isEmpty();
    }

    @Test
    void aWriteWithoutProofMayUndo() {
        one("a").withoutProof().set(null, "late", 0, 50);
        two("b").set(null, "v2", 10, 20);
        two("b").get("late", 60, 61);
        assertThat(violated()).isEmpty();
    }

    @Test
    void anUnknownWriteMayHaveHappenedOrNot() {
        one("a").set(null, "v1", 0, 1);
        one("a").ending(Outcome.REFUSED).set(null, "v2", 2, 3);
        one("b").get("v1", 4, 5);
        one("b").get("v2", 6, 7);
        assertThat(violated()).isEmpty();
    }

    @Test
    void aRefusedFencedWriteThatComesAfterAnAcknowledgedOneIsFound() {
        one("a").ending(Outcome.REFUSED).set(null, "v1", 0, 1);
        one("b").set(null, "v2", 2, 3);
        one("b").get("v1", 4, 5);
        assertThat(violated()).containsExactly("P1");
    }

    @Test
    void aWriteWithoutAnswerMayComeAtAnyTime() {
        one("a").ending(Outcome.BROKEN).set(null, "v1", 0, 1);
        one("b").set(null, "v2", 2, 3);
        one("b").get("v1", 4, 5);
        assertThat(violated()).isEmpty();
    }

    @Test
    void whoIsToldThatThereIsNoSessionWithoutReasonIsFound() {
        one("a").set(null, "v1", 0, 1);
        one("b").ending(Outcome.ABSENT).get(null, 2, 3);
        assertThat(violated()).containsExactly("P1");
    }

    @Test
    void whoIsToldSoAfterALogoutOrAPossibleOneIsFine() {
        two("a").ending(Outcome.BROKEN).logout(0, 1);
        one("b").ending(Outcome.ABSENT).get(null, 2, 3);
        assertThat(violated()).isEmpty();
    }

    @Test
    void aLogoutThatFoundNoSessionIsNoReason() {
        two("a").ending(Outcome.ABSENT).logout(0, 1);
        assertThat(violated()).containsExactly("P1");
    }

    @Test
    void whoIsServedAfterItsLogoutIsFound() {
        one("a").logout(0, 1);
        one("b").get(null, 2, 3);
        assertThat(violated()).containsExactly("P4");
    }

    @Test
    void aSecondClientIsServedForTheBoundAndNotLonger() {
        one("a").logout(0, 10);
        two("b").get(null, 109, 120);
        assertThat(violated()).isEmpty();
        two("b").get(null, 111, 120);
        assertThat(violated()).containsExactly("P4");
    }

    @Test
    void theFormerIdIsDeadAndTheNewOneIsNot() {
        one("a").rename("id-2", 0, 10);
        one("a").of("id-2").get(null, 11, 12);
        assertThat(violated()).isEmpty();
        one("b").of("id-2").ending(Outcome.ABSENT).get(null, 13, 14);
        two("b").withoutProof().get(null, 11, 12);
        assertThat(violated()).containsExactly("P1", "P4");
    }

    @Test
    void ofTwoNewIdsAtOnceTheFirstMayBeDead() {
        one("a").rename("id-2", 0, 10);
        two("a").rename("id-3", 5, 15);
        one("a").of("id-2").ending(Outcome.ABSENT).get(null, 16, 17);
        assertThat(violated()).isEmpty();
    }

    @Test
    void anEarlierNewIdIsNoReasonForTheAbsenceOfALaterOne() {
        one("a").rename("id-2", 0, 1);
        one("a").of("id-2").rename("id-3", 2, 3);
        one("a").of("id-3").ending(Outcome.ABSENT).get(null, 4, 5);
        assertThat(violated()).containsExactly("P1");
    }
}
