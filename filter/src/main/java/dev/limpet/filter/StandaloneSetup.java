package dev.limpet.filter;

import java.time.Clock;
import java.util.Collections;
import java.util.TreeSet;

import jakarta.servlet.FilterConfig;

/**
 * Builds the parts of a filter that web.xml declares, from its init-params. Called once, at the filter's start.
 *
 * @param stamp what stamps the responses
 * @param health what answers the balancer
 */
record StandaloneSetup(AffinityStamp stamp, HealthEndpoint health) {

    /** One WAR runs on all nodes, so the name that differs between them can come from the JVM's command line. */
    static final String ROUTE_PROPERTY = "limpet.route";

    private static final String ROUTE = "route";

    /**
     * @throws IllegalArgumentException for an unknown name, a value out of range, or no route; the message says how to set it
     */
    static StandaloneSetup of(FilterConfig config, Clock clock) {
        refuseUnknown(config);
        AffinitySettings settings = AffinitySettings.parse(config::getInitParameter);
        Route route = route(config);
        DrainSwitch drain = DrainSwitch.of(config.getServletContext()).orElseGet(() -> new DrainSwitch(clock));
        drain.publish(config.getServletContext());
        NodeStatus status = NodeStatus.standalone(clock.instant());
        return new StandaloneSetup(
                new AffinityStamp(settings, route, drain), new HealthEndpoint(settings, route, drain, () -> status));
    }

    private static void refuseUnknown(FilterConfig config) {
        TreeSet<String> known = new TreeSet<>(AffinitySettings.NAMES);
        known.add(ROUTE);
        for (String name : Collections.list(config.getInitParameterNames())) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("unknown init-param \"" + name + "\": there are " + known);
            }
        }
    }

    private static Route route(FilterConfig config) {
        String declared = config.getInitParameter(ROUTE);
        String name = declared == null ? System.getProperty(ROUTE_PROPERTY) : declared.strip();
        if (name == null) {
            throw new IllegalArgumentException("this node has no name: start the JVM with -D" + ROUTE_PROPERTY
                    + "=node1, or set the filter's init-param \"" + ROUTE + "\"; each node needs another one");
        }
        return new Route(name);
    }
}
