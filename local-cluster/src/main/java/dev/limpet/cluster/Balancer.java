package dev.limpet.cluster;

import java.net.URI;
import java.util.List;

/**
 * What stands before the nodes: follows the cookie ROUTE, sends everybody else to the node with the least to do, and a dead
 * node's clients to another. An implementation is started by a static method that returns when its port answers;
 * {@link #close()} frees the port.
 */
public interface Balancer extends AutoCloseable {
    /** For people: which one this is. */
    String description();

    int port();

    /** Base URL without a slash at the end. */
    default URI url() {
        return URI.create("http://localhost:" + port());
    }

    @Override
    void close();

    /** A node as a balancer sees it: the value of its cookie, and its port on 127.0.0.1. */
    record Target(String name, int port) {}

    /** Starts a balancer on a port of 127.0.0.1; {@code HaProxy::start} and {@code EmbeddedBalancer::start} are such. */
    @FunctionalInterface
    interface Starter {
        Balancer start(int port, List<Target> targets);
    }
}
