package dev.limpet.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import dev.limpet.session.codec.FormatCodec;
import dev.limpet.session.codec.JavaFormat;
import dev.limpet.session.codec.SerialFilter;

/** A use whose touch is still under way: whoever asks the store for the session tells it of that use too. */
class UseUnderWayTest {

    private static final String ID = "id";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration INTERVAL = SECOND.multipliedBy(10);
    private static final Duration LIFE = Duration.ofMinutes(30);

    private Moment now = new Moment(0, 1_000_000_000);

    /** Touches reach it, but not in time. */
    private final InMemorySessionStore store =
            new InMemorySessionStore(() -> now.millis(), INTERVAL, (owner, drop) -> {}) {
                @Override
                public CompletableFuture<Void> touch(Collection<Touch> touches) {
                    return new CompletableFuture<>();
                }
            };

    private void pass(Duration time) {
        now = new Moment(now.nanos() + time.toNanos(), now.millis() + time.toMillis());
    }

    @Test
    void isToldWithALoad() {
        Values values = new Values(
                new FormatCodec(new JavaFormat(getClass()::getClassLoader, SerialFilter.of(null)), value -> 0),
                Values.Unreadable.FAIL,
                Values.MutationDetection.OFF);
        Terms terms = new Terms(LIFE.multipliedBy(3), SECOND, INTERVAL, SECOND, 1);
        SessionNode node = new SessionNode(
                new NodeId("home", "1"), terms, store, values, SizeLimit.none(), () -> now, Awaiter.blocking());
        Copy created = node.create(ID, now.millis(), (int) LIFE.toSeconds());
        node.save(created, node.budget());
        created.leave();

        pass(LIFE.minus(SECOND));
        node.find(ID, true, node.budget()).copy().leave();
        node.tellUses();
        pass(INTERVAL.plus(SECOND));

        assertThat(node.find(ID, false, node.budget()).copy()).isNotNull();
    }
}
