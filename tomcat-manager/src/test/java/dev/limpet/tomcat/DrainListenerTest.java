package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.catalina.LifecycleState;
import org.apache.catalina.core.StandardServer;
import org.apache.tomcat.util.IntrospectionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The listener as server.xml makes it: by names and texts. */
class DrainListenerTest {

    private final DrainListener listener = new DrainListener();
    private final StandardServer server = new StandardServer();

    @ParameterizedTest
    @ValueSource(strings = {"5s", "", "-1", "3601", "ten"})
    void aWrongValueStopsTheStartAndIsNamed(String seconds) {
        set("drainSeconds", seconds);
        assertThatThrownBy(server::init)
                .hasStackTraceContaining("drainSeconds=\"" + seconds + "\": must be a whole number from 0 to 3600");
    }

    @Test
    void anUnknownNameStopsTheStartAndIsNamed() {
        set("drainSecond", "5");
        assertThatThrownBy(server::init).hasStackTraceContaining("[drainSecond]");
    }

    @Test
    void aRightValueStopsNothing() throws Exception {
        set("drainSeconds", "3600");
        server.init();
        assertThat(server.getState()).isEqualTo(LifecycleState.INITIALIZED);
        server.destroy();
    }

    private void set(String name, String value) {
        IntrospectionUtils.setProperty(listener, name, value);
        server.addLifecycleListener(listener);
    }
}
