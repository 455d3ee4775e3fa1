package dev.limpet.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A balancer that asks a node's health over and over, on a connection of its own, from its start until it is told to stop. Ten times a second, so that it is
 * no load itself.
 */
final class HealthProbe implements AutoCloseable {
    private static final String PATH = "/_limpet/health";
    private static final long PAUSE_MILLIS = 100;
    private static final double NANOS_A_MILLI = 1e6;

    private final HttpConnection connection;
    private final Thread thread = new Thread(this::ask, "health");
    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    private volatile IOException failure;
    private volatile boolean over;

    /**
     * How long the answers took, milliseconds.
     *
     * @param median half of them took no longer
     * @param most of a hundred, one took longer
     */
    record Latency(double median, double most) {}

    private HealthProbe(HttpConnection connection) {
        this.connection = connection;
    }

    static HealthProbe start(int port) throws IOException {
        HealthProbe probe = new HealthProbe(HttpConnection.open(port));
        probe.thread.start();
        return probe;
    }

    private void ask() {
        try {
            while (!over) {
                long begin = System.nanoTime();
                int status = connection.get(PATH, "").status();
                if (status != 200) {
                    throw new IOException(PATH + " answers " + status);
                }
                nanos.add(System.nanoTime() - begin);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @throws IOException one was not answered with 200, or not at all */
    Latency stop() throws IOException {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
        if (failure != null) {
            throw failure;
        }
        List<Long> sorted = nanos.stream().sorted().toList();
        return new Latency(
                sorted.get(sorted.size() / 2) / NANOS_A_MILLI, sorted.get(sorted.size() * 99 / 100) / NANOS_A_MILLI);
    }

    @Override
    public void close() throws IOException {
        over = true;
        connection.close();
    }
}
