package dev.limpet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

class FreePortTest {
    @Test
    void goesOnFromAPortThatIsTaken() throws IOException {
        try (ServerSocket listener = new ServerSocket(0)) {
            int taken = listener.getLocalPort();
            assertThat(FreePort.isFree(taken)).isFalse();
            assertThat(FreePort.firstFrom(taken)).isGreaterThan(taken);
        }
    }

    @Test
    void seesAListenerOnLoopbackOnly() throws IOException {
        int taken = FreePort.any();
        try (ServerSocket listener = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress())) {
            assertThat(FreePort.isFree(listener.getLocalPort())).isFalse();
        }
    }

    @Test
    void handsOutNoPortTwice() {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            ports.add(FreePort.any());
        }
        assertThat(ports).hasSize(50);
    }
}
