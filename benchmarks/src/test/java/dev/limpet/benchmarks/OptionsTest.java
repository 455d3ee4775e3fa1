package dev.limpet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void measuresAllManagersWhenNothingIsSaid() {
        assertThat(Options.parse().contenders()).isEqualTo(Contender.ALL);
        assertThat(Options.parse().contents()).containsExactly("strings");
    }

    @Test
    void measuresLimpetOnceMoreForEachOfItsSettings() {
        Options options =
                Options.parse("--only", "limpet", "--limpet", "leaseMillis=0,-Xint", "--limpet", "beatMillis=50");

        assertThat(options.contenders())
                .extracting(Contender::title)
                .containsExactly("Limpet", "Limpet, leaseMillis=0 -Xint", "Limpet, beatMillis=50");
        assertThat(options.contenders().get(1).manager())
                .contains("leaseMillis=\"0\"")
                .doesNotContain("Xint");
        assertThat(options.contenders().get(1).jvmOptions()).containsExactly("-Xint");
    }

    @Test
    void saysWhichOptionIsWrongAndWhatItMayBe() {
        assertThatThrownBy(() -> Options.parse("--rounds", "many"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--rounds many: must be a whole number from 1");
        assertThatThrownBy(() -> Options.parse("--only", "jetty")).hasMessageContaining("redisson-memory");
        assertThatThrownBy(() -> Options.parse("--workload", "delete")).hasMessageContaining("read, write or new");
        assertThatThrownBy(() -> Options.parse("--redis-server", "no/such/redis-server"))
                .hasMessage("--redis-server no/such/redis-server: there is no such program");
        assertThatThrownBy(() -> Options.parse("--speed", "9")).hasMessageContaining("Unknown option --speed");
    }
}
