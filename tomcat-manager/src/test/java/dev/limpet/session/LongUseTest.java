package dev.limpet.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.limpet.session.codec.FormatCodec;
import dev.limpet.session.codec.JavaFormat;
import dev.limpet.session.codec.SerialFilter;

/** A request that takes long is a use of its session until it ends; one that does not tells nothing more. */
class LongUseTest {

    private static final String ID = "id";
    private static final NodeId HOME = new NodeId("home", "1");
    private static final NodeId SWEEPER = new NodeId("sweeper", "1");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration INTERVAL = SECOND.multipliedBy(10);
    private static final Duration LIFE = Duration.ofMinutes(30);

    private Moment now = new Moment(0, 1_000_000_000);
    private final InMemorySessionStore store =
            new InMemorySessionStore(() -> now.millis(), INTERVAL, (owner, drop) -> {});
    private SessionNode node;

    @BeforeEach
    void aSessionAtHome() {
        Values values = new Values(
                new FormatCodec(new JavaFormat(getClass()::getClassLoader, SerialFilter.of(null)), value -> 0),
                Values.Unreadable.FAIL,
                Values.MutationDetection.OFF);
        Terms terms = new Terms(LIFE.multipliedBy(3), SECOND, INTERVAL, SECOND, 1);
        node = new SessionNode(HOME, terms, store, values, SizeLimit.none(), () -> now, Awaiter.blocking());
        Copy copy = node.create(ID, now.millis(), (int) LIFE.toSeconds());
        node.save(copy, node.budget());
        copy.leave();
    }

    private void pass(Duration time) {
        now = new Moment(now.nanos() + time.toNanos(), now.millis() + time.toMillis());
    }

    private void requestThatTakes(Duration time) {
        Copy copy = node.find(ID, true, node.budget()).copy();
        pass(time);
        node.endUse(copy);
        copy.leave();
        node.tellUses();
    }

    private boolean isDue() {
        return store.claim(ID, SWEEPER, SECOND).join() instanceof SessionStore.Loaded;
    }

    @Test
    void theSessionLivesOnFromTheEndOfALongRequest() {
        requestThatTakes(LIFE.minus(SECOND));
        pass(LIFE);
        assertThat(isDue()).isFalse();
        pass(INTERVAL);
        assertThat(isDue()).isTrue();
    }

    @Test
    void thisNodeServesItForThatTimeToo() {
        requestThatTakes(LIFE.minus(SECOND));
        pass(LIFE.minus(SECOND));
        assertThat(node.find(ID, true, node.budget()).loaded()).isFalse();
    }

    @Test
    void aShortRequestCountsFromItsBeginning() {
        requestThatTakes(INTERVAL.minus(SECOND));
        pass(LIFE.plus(SECOND));
        assertThat(isDue()).isTrue();
    }

    @Test
    void aLongRequestRevivesNothing() {
        Copy copy = node.find(ID, true, node.budget()).copy();
        pass(LIFE.plus(INTERVAL));
        assertThat(isDue()).isTrue();
        node.endUse(copy);
        copy.leave();
        node.tellUses();
        assertThat(store.exists(ID).join()).isFalse();
    }
}
