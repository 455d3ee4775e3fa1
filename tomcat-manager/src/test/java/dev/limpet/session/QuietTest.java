package dev.limpet.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

/** When a node may end sessions: only its own clock that nobody sets counts, and only while beats are answered. */
class QuietTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration BEAT = Duration.ofSeconds(1);

    private Moment now = new Moment(0, 1_000_000_000);
    private final Quiet quiet = new Quiet(MINUTE, BEAT.multipliedBy(5), () -> now);

    private void pass(Duration time) {
        now = new Moment(now.nanos() + time.toNanos(), now.millis() + time.toMillis());
    }

    private void beatsAnsweredFor(Duration time) {
        for (Duration past = Duration.ZERO; past.compareTo(time) < 0; past = past.plus(BEAT)) {
            quiet.beatAnswered();
            pass(BEAT);
        }
        quiet.beatAnswered();
    }

    @Test
    void aMinuteOfAnsweredBeatsIsEnough() {
        beatsAnsweredFor(MINUTE.minus(BEAT));
        assertThat(quiet.hasLastedLongEnough()).isFalse();
        beatsAnsweredFor(BEAT);
        assertThat(quiet.hasLastedLongEnough()).isTrue();
    }

    @Test
    void aBeatWithoutAnswerBeginsItAnew() {
        beatsAnsweredFor(MINUTE);
        quiet.beatFailed();
        assertThat(quiet.hasLastedLongEnough()).isFalse();
        beatsAnsweredFor(MINUTE.minus(BEAT));
        assertThat(quiet.hasLastedLongEnough()).isFalse();
    }

    @Test
    void aClockThatIsSetForwardIsNoQuietTime() {
        beatsAnsweredFor(BEAT);
        now = new Moment(now.nanos(), now.millis() + MINUTE.multipliedBy(2).toMillis());
        assertThat(quiet.hasLastedLongEnough()).isFalse();
    }

    @Test
    void norDoesOneThatIsSetBackProlongIt() {
        beatsAnsweredFor(BEAT);
        now = new Moment(now.nanos(), now.millis() - MINUTE.multipliedBy(2).toMillis());
        beatsAnsweredFor(MINUTE);
        assertThat(quiet.hasLastedLongEnough()).isTrue();
    }

    /** The machine was suspended: its monotonic clock stood. */
    @Test
    void aGapThatOnlyTheOtherClockHasSeenBeginsItAnew() {
        beatsAnsweredFor(MINUTE);
        now = new Moment(now.nanos(), now.millis() + MINUTE.toMillis());
        assertThat(quiet.hasLastedLongEnough()).isFalse();
        beatsAnsweredFor(MINUTE.minus(BEAT));
        assertThat(quiet.hasLastedLongEnough()).isFalse();
    }

    /** It was frozen, and knows nothing of an outage meanwhile. */
    @Test
    void norDoesTheTimeCountInWhichTheNodeDidNotBeat() {
        beatsAnsweredFor(MINUTE);
        pass(MINUTE);
        assertThat(quiet.hasLastedLongEnough()).isFalse();
        beatsAnsweredFor(MINUTE.minus(BEAT));
        assertThat(quiet.hasLastedLongEnough()).isFalse();
        beatsAnsweredFor(BEAT);
        assertThat(quiet.hasLastedLongEnough()).isTrue();
    }
}
