package dev.limpet.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.limpet.session.codec.AttributeCodec;

/** A sweep over many sessions that are due at once. */
class SweepTest {

    private static final int MANY = 500;
    private static final int PARTS = 16;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final NodeId HOME = new NodeId("home", "1");

    private final List<Integer> asked = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final InMemorySessionStore store = new InMemorySessionStore(() -> this.millis, SECOND, (owner, drop) -> {});
    private final SessionStore watched = (SessionStore) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {SessionStore.class}, (proxy, method, arguments) -> {
                Object answer = method.invoke(store, arguments);
                return seen(method.getName(), arguments, answer);
            });
    private long millis;
    private CompletableFuture<Boolean> finish;
    private int waits;
    private String damaged;

    @BeforeEach
    void sessionsThatAreDue() {
        Map<String, SessionStore.Change> aSecond =
                Map.of(FieldName.MAX_INACTIVE, new SessionStore.Change("1".getBytes(StandardCharsets.US_ASCII), false));
        for (int i = 0; i < MANY; i++) {
            store.save(new SessionStore.Save("session" + i, "birth", 0, false, HOME, i, true, aSecond, 0));
        }
        millis += SECOND.multipliedBy(2).toMillis();
    }

    /** The end of a claim is not answered before the next claim is there. */
    private Object seen(String step, Object[] arguments, Object answer) {
        if (step.equals("due")) {
            ((List<?>) arguments[0]).forEach(bucket -> asked.add((Integer) bucket));
        } else if (step.equals("claim")) {
            answerFinish();
            if (arguments[0].equals(damaged)) {
                return CompletableFuture.failedFuture(new IllegalStateException("a script that fails"));
            }
        } else if (step.equals("finish")) {
            assertThat(finish).as("the claim before").isNull();
            finish = new CompletableFuture<>();
            return finish;
        }
        return answer;
    }

    private void answerFinish() {
        if (finish != null) {
            finish.complete(true);
            finish = null;
        }
    }

    private Awaiter awaiter() {
        return new Awaiter() {
            @Override
            public <T> T await(CompletableFuture<T> answer, Budget budget) {
                if (!answer.isDone()) {
                    waits++;
                    answerFinish();
                }
                try {
                    return answer.join();
                } catch (CompletionException e) {
                    throw new StoreUnavailableException(e.getMessage(), e);
                }
            }
        };
    }

    private Expiry expiry() {
        Terms terms = new Terms(SECOND, SECOND, SECOND, SECOND, Duration.ZERO, SECOND, MANY);
        Values values = new Values(new NoAttributes(), Values.Unreadable.FAIL, Values.MutationDetection.OFF);
        TimeSource time = () -> new Moment(0, millis);
        NodeId sweeper = new NodeId("sweeper", "1");
        SessionNode node = new SessionNode(sweeper, terms, store, values, SizeLimit.none(), time, awaiter());
        node.beat();
        return new Expiry(node, watched, awaiter(), copy -> told.add(copy.id()));
    }

    @Test
    void eachSessionIsToldOnceAndFinishedWhileTheNextIsClaimed() {
        assertThat(expiry().sweep()).isEqualTo(MANY);
        assertThat(told).doesNotHaveDuplicates().hasSize(MANY);
        assertThat(waits).as("waits for the end of a claim").isLessThanOrEqualTo(PARTS);
        assertThat(expiry().sweep()).isZero();
    }

    @Test
    void oneThatCannotBeClaimedKeepsNoOtherFromItsEnd() {
        damaged = "session7";
        assertThat(expiry().sweep()).isEqualTo(MANY - 1);
        assertThat(told).hasSize(MANY - 1).doesNotContain(damaged);
    }

    @Test
    void allBucketsAreLookedInto() {
        expiry().sweep();
        assertThat(asked)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, store.buckets()).boxed().toList());
    }

    /** Nothing here has any. */
    private static final class NoAttributes implements AttributeCodec {

        @Override
        public byte[] encode(String name, Object value, Predicate<byte[]> known) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object decode(String name, byte[] stored) {
            throw new UnsupportedOperationException();
        }
    }
}
