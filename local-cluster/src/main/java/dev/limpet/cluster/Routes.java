package dev.limpet.cluster;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The embedded balancer's knowledge of its nodes: how each answered its last check, how many requests it has. Ranks them for
 * a request. {@link #check()} is called by one thread, the rest by any.
 */
final class Routes {
    private static final Duration PROBE = Duration.ofMillis(500);
    private static final int OK = 200;

    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparing(Candidate::home)
            .reversed()
            .thenComparing(Candidate::health)
            .thenComparing(Candidate::requests)
            .thenComparing(Candidate::lastEntered);

    private final Map<String, Route> routes = new LinkedHashMap<>();
    private final AtomicLong entries = new AtomicLong();

    Routes(List<Balancer.Target> targets) {
        targets.forEach(target -> routes.put(target.name(), new Route(target)));
    }

    List<Balancer.Target> targets() {
        return routes.values().stream().map(route -> route.target).toList();
    }

    /** Names in the order to try: the cookie's node unless it is down, then the healthy ones, the least busy first. */
    List<String> ranked(String cookie) {
        String home = cookie == null ? "" : afterDot(cookie);
        return routes.values().stream()
                .map(route -> route.candidate(home))
                .sorted(BEST_FIRST)
                .map(Candidate::name)
                .toList();
    }

    /** What mod_jk's users write as {@code .node1} is the same node. */
    private static String afterDot(String cookie) {
        return cookie.substring(cookie.lastIndexOf('.') + 1);
    }

    void entered(String name) {
        Route route = routes.get(name);
        route.requests.incrementAndGet();
        route.lastEntered = entries.incrementAndGet();
    }

    void left(String name) {
        routes.get(name).requests.decrementAndGet();
    }

    void check() {
        routes.values().forEach(Route::check);
    }

    /** In the order of preference for new clients. */
    private enum Health {
        UP,
        DRAINING,
        DOWN
    }

    /** One moment's view of a node, so that the order does not change while it is sorted. */
    private record Candidate(String name, boolean home, Health health, int requests, long lastEntered) {}

    private static final class Route {
        private final Balancer.Target target;
        private final AtomicInteger requests = new AtomicInteger();
        private volatile Health health = Health.UP;
        private volatile long lastEntered;

        private Route(Balancer.Target target) {
            this.target = target;
        }

        private Candidate candidate(String home) {
            boolean isHome = target.name().equals(home) && health != Health.DOWN;
            return new Candidate(target.name(), isHome, health, requests.get(), lastEntered);
        }

        private void check() {
            int status = HttpProbe.status(target.port(), TomcatNode.HEALTH, PROBE);
            health = status == OK ? Health.UP : status == HttpProbe.NONE ? Health.DOWN : Health.DRAINING;
        }
    }
}
