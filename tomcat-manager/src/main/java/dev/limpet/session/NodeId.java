package dev.limpet.session;

import java.util.Objects;

/**
 * One start of one context's manager. A restarted or reloaded context is another node: what its predecessor held in memory is gone.
 *
 * @param route the node's name as the balancer knows it, the suffix of the session cookie
 * @param incarnation unique for this start
 */
public record NodeId(String route, String incarnation) {

    public NodeId {
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(incarnation, "incarnation");
    }

    /** As it stands in Redis: {@code route@incarnation}. */
    @Override
    public String toString() {
        return route + "@" + incarnation;
    }
}
