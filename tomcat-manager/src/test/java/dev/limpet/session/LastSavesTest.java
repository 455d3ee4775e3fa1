package dev.limpet.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.limpet.session.codec.FormatCodec;
import dev.limpet.session.codec.JavaFormat;
import dev.limpet.session.codec.SerialFilter;

/** What a node saves when it stops. */
class LastSavesTest {

    private static final int MANY = 450;
    private static final int LIFE_SECONDS = 1800;
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final List<String> reported = new ArrayList<>();
    private final Set<String> saved = ConcurrentHashMap.newKeySet();
    private UnaryOperator<CompletableFuture<SessionStore.Outcome>> way = answer -> answer;

    private final InMemorySessionStore store =
            new InMemorySessionStore(System::currentTimeMillis, Duration.ofSeconds(10), (owner, drop) -> {}) {
                @Override
                public CompletableFuture<Outcome> save(Save save) {
                    if (save.id().equals(refused)) {
                        return CompletableFuture.failedFuture(new IllegalStateException("a script that fails"));
                    }
                    saved.add(save.id());
                    return way.apply(super.save(save));
                }
            };

    private String refused;

    private final SessionNode node = new SessionNode(
            new NodeId("home", "1"),
            new Terms(Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofSeconds(10), TIMEOUT, 1000),
            store,
            new Values(
                    new FormatCodec(new JavaFormat(getClass()::getClassLoader, SerialFilter.of(null)), value -> 0),
                    Values.Unreadable.FAIL,
                    Values.MutationDetection.OFF),
            SizeLimit.none(),
            TimeSource.system(),
            Awaiter.blocking());

    @BeforeEach
    void changeMany() {
        for (int i = 0; i < MANY; i++) {
            Copy copy = node.create("id" + i, 0, LIFE_SECONDS);
            node.save(copy, node.budget());
            copy.content().put("x", i, false);
            copy.leave();
        }
        saved.clear();
    }

    private void saveAll() {
        new LastSaves(node, (copy, failure) -> reported.add(copy.id())).save(node.currents());
    }

    @Test
    void togetherTheyMayTakeLongerThanOneRequest() {
        way = answer -> answer.thenApplyAsync(
                outcome -> outcome, CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
        long begin = System.nanoTime();
        saveAll();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(TIMEOUT);
        assertThat(saved).hasSize(MANY);
        assertThat(node.currents()).noneMatch(Copy::needsSaving);
        assertThat(reported).isEmpty();
    }

    @Test
    void oneThatCannotBeSavedKeepsNoOtherFromIt() {
        refused = "id7";
        saveAll();
        assertThat(reported).containsExactly("id7");
        assertThat(saved).hasSize(MANY - 1);
    }

    @Test
    void aStoreThatDoesNotAnswerIsGivenUpAfterOneBudget() {
        way = answer -> new CompletableFuture<>();
        long begin = System.nanoTime();
        assertThatThrownBy(this::saveAll).isInstanceOf(StoreUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TIMEOUT.multipliedBy(3));
        assertThat(saved).hasSizeLessThan(MANY);
        assertThat(reported).isEmpty();
    }
}
