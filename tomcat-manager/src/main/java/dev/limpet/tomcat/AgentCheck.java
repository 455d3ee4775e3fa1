package dev.limpet.tomcat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.limpet.filter.DrainSwitch;

/**
 * Answers HAProxy's agent check on a port of its own with one line: {@code drain}, or {@code up NN%} with the share of request threads that are free; in the
 * half minute after its start and after a drain with {@code ready}, which lifts a drain of this node's at the balancer, also one of its former life; later not,
 * so that an operator's own drain there stays. One thread; the contexts of a node share it.
 */
final class AgentCheck implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AgentCheck.class);
    private static final Duration NEW = Duration.ofSeconds(30);
    private static final int PATIENCE_MILLIS = 1000;
    private static final long PAUSE_NANOS = 100_000_000;

    /** Guarded by itself. */
    private static final Map<Integer, AgentCheck> BY_PORT = new HashMap<>();

    private final ServerSocket socket;
    private final DrainSwitch drain;
    private final IntSupplier freePercent;
    private final Clock clock;
    private volatile Instant since;
    private int users = 1;

    private AgentCheck(ServerSocket socket, DrainSwitch drain, IntSupplier freePercent, Clock clock) {
        this.socket = socket;
        this.drain = drain;
        this.freePercent = freePercent;
        this.clock = clock;
        this.since = clock.instant();
        Thread thread = new Thread(this::serve, "limpet-agent-check");
        thread.setDaemon(true);
        thread.setContextClassLoader(AgentCheck.class.getClassLoader());
        thread.start();
    }

    /**
     * The agent check on this port, a new one or that of another context.
     *
     * @throws IllegalArgumentException the port is taken by something else
     */
    static AgentCheck open(int port, DrainSwitch drain, IntSupplier freePercent) {
        return open(port, drain, freePercent, Clock.systemUTC());
    }

    static AgentCheck open(int port, DrainSwitch drain, IntSupplier freePercent, Clock clock) {
        synchronized (BY_PORT) {
            AgentCheck known = BY_PORT.get(port);
            if (known != null) {
                known.users++;
                return known;
            }
            try {
                AgentCheck fresh =
                        new AgentCheck(new ServerSocket(port, 50, (InetAddress) null), drain, freePercent, clock);
                BY_PORT.put(port, fresh);
                return fresh;
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "agentPort=\"" + port + "\": the port is not free (" + e.getMessage() + ")", e);
            }
        }
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                client.setSoTimeout(PATIENCE_MILLIS);
                client.getOutputStream().write(answer().getBytes(StandardCharsets.US_ASCII));
            } catch (IOException | RuntimeException e) {
                if (!socket.isClosed()) {
                    log.debug("an agent check was cut off", e);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
    }

    String answer() {
        if (drain.isDraining()) {
            since = clock.instant();
            return "drain\n";
        }
        boolean young = Duration.between(since, clock.instant()).compareTo(NEW) < 0;
        return (young ? "ready up " : "up ") + freePercent.getAsInt() + "%\n";
    }

    /** The last context of the node that leaves closes the port. */
    @Override
    public void close() {
        synchronized (BY_PORT) {
            if (--users > 0) {
                return;
            }
            BY_PORT.values().remove(this);
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
