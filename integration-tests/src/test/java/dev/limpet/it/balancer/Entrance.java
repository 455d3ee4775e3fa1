package dev.limpet.it.balancer;

import dev.limpet.cluster.Balancer;

/** Where visitors come in. Asked by all of them at a time. */
@FunctionalInterface
public interface Entrance {

    /**
     * @param node where the request goes first, or null: the balancer's choice
     * @param url of the application, without a slash at the end
     */
    record Way(String node, String url) {}

    /**
     * @param route what the visitor's affinity cookie says, or null
     * @param refused how many of its requests in a row have had no good answer
     */
    Way way(String route, int refused);

    static Entrance of(Balancer balancer) {
        return (route, refused) -> new Way(route, balancer.url().toString());
    }
}
