package dev.limpet.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

class DrainSwitchTest {

    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

    private final SteppingClock clock = new SteppingClock();
    private final DrainSwitch drain = new DrainSwitch(clock);

    @Test
    void isOffAtFirst() {
        assertThat(drain.isDraining()).isFalse();
        assertThat(drain.since()).isEmpty();
        assertThat(drain.resume()).isFalse();
    }

    @Test
    void keepsTheTimeOfTheFirstCall() {
        assertThat(drain.drain()).isTrue();
        assertThat(drain.drain()).isFalse();

        assertThat(drain.isDraining()).isTrue();
        assertThat(drain.since()).contains(START);
    }

    @Test
    void startsAnewAfterResume() {
        drain.drain();
        assertThat(drain.resume()).isTrue();
        assertThat(drain.isDraining()).isFalse();

        drain.drain();

        assertThat(drain.since()).contains(START.plusSeconds(1));
    }

    /** A second later with each look. */
    private static final class SteppingClock extends Clock {

        private Instant next = START;

        @Override
        public Instant instant() {
            Instant now = next;
            next = now.plusSeconds(1);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
