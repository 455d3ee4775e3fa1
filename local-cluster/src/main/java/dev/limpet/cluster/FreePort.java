package dev.limpet.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds TCP ports nobody listens on. They lie below the range from which the system takes the local ports of outgoing
 * connections, so that a server that is stopped and started again finds its port still free. No port is handed out twice
 * by one JVM; against other processes the answer is only as good as the moment. Safe for all threads.
 */
public final class FreePort {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int HIGHEST_POSSIBLE = 65_535;
    private static final Set<Integer> HANDED_OUT = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /** Some free port. */
    public static int any() {
        for (int attempt = LOWEST; attempt < HIGHEST; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (take(port)) {
                return port;
            }
        }
        throw new StartFailedException("No free port between " + LOWEST + " and " + HIGHEST);
    }

    /** The first free port from the given one upwards. */
    public static int firstFrom(int first) {
        for (int port = first; port <= HIGHEST_POSSIBLE; port++) {
            if (take(port)) {
                return port;
            }
        }
        throw new StartFailedException("No free port from " + first + " upwards");
    }

    /** Whether a server could listen on this port, on loopback as well as on all interfaces. */
    public static boolean isFree(int port) {
        return canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                && canBind(new InetSocketAddress(port));
    }

    private static boolean take(int port) {
        return !HANDED_OUT.contains(port) && isFree(port) && HANDED_OUT.add(port);
    }

    private static boolean canBind(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
