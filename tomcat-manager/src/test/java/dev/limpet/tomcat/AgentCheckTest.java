package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.limpet.filter.DrainSwitch;

class AgentCheckTest {

    private static final Duration MORE_THAN_HALF_A_MINUTE = Duration.ofSeconds(31);

    private final Hands clock = new Hands();
    private final DrainSwitch drain = new DrainSwitch(clock);
    private AgentCheck check;

    @BeforeEach
    void open() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        check = AgentCheck.open(port, drain, () -> 42, clock);
    }

    @AfterEach
    void close() {
        check.close();
    }

    @Test
    void isReadyForHalfAMinuteAfterItsStartAndUpFromThenOn() {
        assertThat(check.answer()).isEqualTo("ready up 42%\n");
        clock.pass(MORE_THAN_HALF_A_MINUTE);
        assertThat(check.answer()).isEqualTo("up 42%\n");
    }

    /** Only {@code ready} lifts what {@code drain} has done at HAProxy. */
    @Test
    void isReadyForHalfAMinuteAfterADrainTooHoweverLongItHasRun() {
        clock.pass(MORE_THAN_HALF_A_MINUTE);
        drain.drain();
        assertThat(check.answer()).isEqualTo("drain\n");
        clock.pass(MORE_THAN_HALF_A_MINUTE);
        assertThat(check.answer()).isEqualTo("drain\n");

        drain.resume();
        assertThat(check.answer()).isEqualTo("ready up 42%\n");
        clock.pass(MORE_THAN_HALF_A_MINUTE);
        assertThat(check.answer()).isEqualTo("up 42%\n");
    }

    /** A clock that stands until it is told otherwise. */
    private static final class Hands extends Clock {

        private Instant now = Instant.EPOCH;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
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
