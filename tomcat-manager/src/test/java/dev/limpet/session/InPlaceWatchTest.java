package dev.limpet.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;

import dev.limpet.session.codec.AttributeCodec;

/** A request that begins while another one ends: what it has in its hands is looked at when it commits. */
class InPlaceWatchTest {

    private static final int ROUNDS = 20_000;

    private final Copy copy = copy();

    @Test
    void theEndOfARequestDoesNotForgetWhatAnotherHasInItsHands() {
        copy.enter();
        copy.enter();
        copy.content().get("list", true);
        copy.leave();
        assertThat(copy.content().mayHaveChanged()).isTrue();
        copy.leave();
        assertThat(copy.content().mayHaveChanged()).isFalse();
    }

    /** The one ends between its last look at the number of users and the forgetting. */
    @Test
    void norIfTheOtherBeginsInTheMiddleOfIt() {
        copy.content().calmDown(() -> {
            copy.enter();
            copy.content().get("list", true);
            return !copy.isInUse();
        });
        assertThat(copy.content().mayHaveChanged()).isTrue();
    }

    @Test
    void norWhateverTheTiming() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < ROUNDS; i++) {
                copy.enter();
                Future<?> end = other.submit(copy::leave);
                copy.enter();
                copy.content().get("list", true);
                end.get();
                assertThat(copy.content().mayHaveChanged()).as("round %s", i).isTrue();
                copy.leave();
            }
        } finally {
            other.shutdownNow();
        }
    }

    /** Lists as their text. */
    private static final class Texts implements AttributeCodec {

        @Override
        public byte[] encode(String name, Object value, Predicate<byte[]> known) {
            return value.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object decode(String name, byte[] stored) {
            throw new AssertionError("nothing here is read from the store");
        }
    }

    private static Copy copy() {
        Values values = new Values(new Texts(), Values.Unreadable.FAIL, Values.MutationDetection.TOUCHED);
        Duration second = Duration.ofSeconds(1);
        SessionEntry entry = new SessionEntry("id", 0, new Terms(second, second, second, second, 1), values);
        SessionContent content = SessionContent.empty(values);
        Copy copy = new Copy(entry, "birth", 0, content, Moment.NEVER);
        content.put("list", new ArrayList<>(), true);
        content.saved(content.snapshot(false));
        content.calmDown(() -> true);
        return copy;
    }
}
