package dev.limpet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void hasDefaults() {
        assertThat(Options.parse()).isEqualTo(new Options(8080, 3, 11, null, null, false));
    }

    @Test
    void readsAllOptions() {
        String line = "--port 9000 --nodes 2 --tomcat 10 --redis redis://h:1 --balancer embedded";
        assertThat(Options.parse(line.split(" ")))
                .isEqualTo(new Options(9000, 2, 10, "redis://h:1", Options.BalancerKind.EMBEDDED, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--port 0",
                "--port 70000",
                "--port http",
                "--nodes 0",
                "--tomcat 9",
                "--redis localhost",
                "--balancer f5",
                "--unknown 1",
                "--port"
            })
    void namesTheOptionThatIsWrong(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(line.split(" ")))
                .withMessageContaining(line.split(" ")[0]);
    }
}
