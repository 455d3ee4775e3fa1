package dev.limpet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

class CommandsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void leavesOutWhatIsSentWithoutRequestsToo() {
        Commands commands = Commands.of(count(Map.of("beat", 256)), count(Map.of("beat", 512, "save", 100)), 100);

        assertThat(commands.perRequest()).isEqualTo(Map.of("save", 1.0));
        assertThat(commands.backgroundTotal()).isEqualTo(256);
    }

    @Test
    void countsWhatTheRequestsBeforeHaveLeftBehind() {
        Commands commands = Commands.of(count(Map.of("expire", 2)), count(Map.of("expire", 500)), 100);

        assertThat(commands.total()).isEqualTo(5);
    }

    private static Commands.Count count(Map<String, Integer> sent) {
        return new Commands.Count(sent, SECOND);
    }
}
