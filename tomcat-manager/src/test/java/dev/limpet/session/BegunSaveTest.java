package dev.limpet.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.limpet.session.codec.FormatCodec;
import dev.limpet.session.codec.JavaFormat;
import dev.limpet.session.codec.SerialFilter;

/** A save that no thread waits for: whoever comes first takes its answer in. */
class BegunSaveTest {

    private static final String ID = "id";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int LIFE_SECONDS = 1800;

    private Moment now = new Moment(0, 1_000_000_000);
    private final Deque<Runnable> answers = new ArrayDeque<>();
    private boolean holds;

    /** Carries saves out at once; their answers come when the test lets them. */
    private final InMemorySessionStore store =
            new InMemorySessionStore(() -> now.millis(), MINUTE, (owner, drop) -> {}) {
                @Override
                public CompletableFuture<Outcome> save(Save save) {
                    if (!holds) {
                        return super.save(save);
                    }
                    CompletableFuture<Outcome> answer = new CompletableFuture<>();
                    super.save(save).thenAccept(outcome -> answers.add(() -> answer.complete(outcome)));
                    return answer;
                }
            };

    /** Does something while it is written. */
    private static final class Announcing implements Serializable {
        private static final long serialVersionUID = 1L;
        private static Runnable whenWritten;

        private void writeObject(ObjectOutputStream out) throws IOException {
            whenWritten.run();
            out.defaultWriteObject();
        }
    }

    private CompletableFuture<Void> waiting;
    private final SessionNode home = node("home");
    private final SessionNode other = node("other");
    private Copy copy;

    private SessionNode node(String name) {
        Values values = new Values(
                new FormatCodec(new JavaFormat(getClass()::getClassLoader, SerialFilter.of(null)), value -> 0),
                Values.Unreadable.FAIL,
                Values.MutationDetection.TOUCHED);
        Terms terms = new Terms(MINUTE, MINUTE, MINUTE, Duration.ofMillis(200), 1);
        return new SessionNode(
                new NodeId(name, "1"), terms, store, values, SizeLimit.none(), () -> now, Awaiter.blocking());
    }

    @BeforeEach
    void makeTheSession() {
        copy = home.create(ID, now.millis(), LIFE_SECONDS);
        home.save(copy, home.budget());
        holds = true;
    }

    private void pass(Duration time) {
        now = new Moment(now.nanos() + time.toNanos(), now.millis() + time.toMillis());
    }

    private void set(String name, Object value) {
        copy.content().put(name, value, true);
    }

    private BegunSave begin() {
        return home.begin(copy);
    }

    private void answer() {
        answers.remove().run();
    }

    private Object stored(String name) {
        return other.find(ID, false, other.budget()).copy().content().get(name, false);
    }

    @Test
    void isSavedWhenItIsFinished() {
        set("x", 1);
        BegunSave begun = begin();
        assertThat(copy.needsSaving()).isTrue();
        answer();
        begun.finish(home.budget());
        assertThat(copy.needsSaving()).isFalse();
        assertThat(stored("x")).isEqualTo(1);
    }

    @Test
    void aNewSessionIsMadeByIt() {
        Copy made = home.create("new", now.millis(), LIFE_SECONDS);
        BegunSave begun = home.begin(made);
        answer();
        begun.finish(home.budget());
        assertThat(made.isCreated()).isTrue();
        assertThat(home.find("new", true, home.budget()).loaded()).isFalse();
    }

    @Test
    void whatChangesMeanwhileStaysToBeSaved() {
        set("x", 1);
        BegunSave begun = begin();
        set("x", 2);
        answer();
        begun.finish(home.budget());
        assertThat(copy.needsSaving()).isTrue();
        holds = false;
        home.save(copy, home.budget());
        assertThat(stored("x")).isEqualTo(2);
    }

    @Test
    void isNotBegunWhereNothingIsSet() {
        assertThat(begin()).isNull();
    }

    @Test
    void isNotBegunBesideAnother() {
        set("x", 1);
        BegunSave begun = begin();
        set("y", 1);
        assertThat(begin()).isNull();
        answer();
        begun.finish(home.budget());
        assertThat(begin()).isNotNull();
    }

    @Test
    void isNotBegunWithAValueThatCannotBeWritten() {
        set("x", new Object());
        assertThat(begin()).isNull();
        assertThatThrownBy(() -> home.save(copy, home.budget())).isInstanceOf(UnsavableException.class);
    }

    /** The thread that began it may never come back, or wait in a queue behind this one. */
    @Test
    void whoWantsTheTurnTakesTheAnswerIn() {
        set("x", 1);
        BegunSave begun = begin();
        answer();
        set("y", 2);
        holds = false;
        home.save(copy, home.budget());
        assertThat(copy.needsSaving()).isFalse();
        begun.finish(home.budget());
        assertThat(stored("x")).isEqualTo(1);
        assertThat(stored("y")).isEqualTo(2);
    }

    /** The application writes the value while another thread comes for the turn. */
    @Test
    void whoWaitsSinceBeforeItWasSentIsCalledByTheAnswer() {
        Announcing.whenWritten = () -> waiting = copy.entry().takeTurn();
        set("x", new Announcing());
        BegunSave begun = begin();
        assertThat(waiting).isNotDone();
        answer();
        assertThat(waiting).isDone();
        begun.finish(home.budget());
        assertThat(copy.needsSaving()).isFalse();
    }

    @Test
    void whoWaitsIsCalledWhenItGetsNoAnswer() {
        set("x", 1);
        BegunSave begun = begin();
        waiting = copy.entry().takeTurn();
        pass(Duration.ofMillis(200));
        assertThatThrownBy(() -> begun.finish(home.budget())).isInstanceOf(StoreUnavailableException.class);
        assertThat(waiting).isDone();
    }

    @Test
    void aSessionThatIsEndedWhileItIsBeingMadeIsNotThere() {
        Copy made = home.create("new", now.millis(), LIFE_SECONDS);
        BegunSave begun = home.begin(made);
        CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> home.end(made, home.budget()));
        answer();
        assertThat(ended.join()).isTrue();
        begun.finish(home.budget());
        assertThat(other.find("new", false, other.budget()).copy()).isNull();
        assertThat(made.isDead()).isTrue();
    }

    @Test
    void withoutAnAnswerInTimeTheChangesStay() {
        set("x", 1);
        BegunSave begun = begin();
        pass(Duration.ofMillis(200));
        assertThatThrownBy(() -> begun.finish(home.budget()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("no answer within 200 ms");
        assertThat(copy.needsSaving()).isTrue();
        holds = false;
        home.save(copy, home.budget());
        assertThat(copy.needsSaving()).isFalse();
    }

    @Test
    void theTimeUntilItsAnswerCountsAsTheRequests() {
        set("x", 1);
        Budget budget = home.budget();
        BegunSave begun = home.begin(copy);
        pass(Duration.ofMillis(150));
        answer();
        pass(MINUTE);
        begun.finish(budget);
        assertThat(budget.remainingNanos()).isBetween(1L, Duration.ofMillis(50).toNanos());
    }

    @Test
    void oneThatWasOvertakenFailsTheRequestThatBeganItWhoeverHeardOfIt() {
        set("x", 1);
        holds = false;
        Copy taken = other.find(ID, false, other.budget()).copy();
        taken.content().put("x", 2, false);
        other.save(taken, other.budget());
        holds = true;
        BegunSave begun = begin();
        answer();
        holds = false;
        set("y", 1);
        assertThatThrownBy(() -> home.save(copy, home.budget())).isInstanceOf(OvertakenException.class);
        assertThatThrownBy(() -> begun.finish(home.budget())).isInstanceOf(OvertakenException.class);
        assertThat(stored("x")).isEqualTo(2);
    }

    @Test
    void followsARenameWithTheNextSave() {
        set("x", 1);
        Copy renamed = other.find(ID, false, other.budget()).copy();
        String newId = "id2";
        for (int i = 0; !other.isSameBucket(ID, newId); i++) {
            newId = "id" + i;
        }
        assertThat(other.rename(renamed, newId, false, other.budget())).isTrue();
        BegunSave begun = begin();
        answer();
        begun.finish(home.budget());
        assertThat(copy.needsSaving()).isTrue();
        holds = false;
        home.save(copy, home.budget());
        assertThat(copy.needsSaving()).isFalse();
        assertThat(other.find(newId, false, other.budget()).copy().content().get("x", false))
                .isEqualTo(1);
    }
}
