package dev.limpet.filter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Tells a balancer whether to send clients here: 200 up, the drain's status while draining, 503 down. Called on request threads. Answers from what the node
 * knows already, so it waits for nothing; touches no session and no cookie. Redis in trouble is said in the body and leaves the status code alone: it is
 * in trouble for all nodes, and a balancer that takes them all out makes it an outage.
 */
public final class HealthEndpoint {

    private final PathInContext path;
    private final int drainStatus;
    private final Route route;
    private final DrainSwitch drain;
    private final Supplier<NodeStatus> status;

    /**
     * @param status cached facts, asked on request threads; DRAINING comes from the switch
     */
    public HealthEndpoint(AffinitySettings settings, Route route, DrainSwitch drain, Supplier<NodeStatus> status) {
        this.path = new PathInContext(settings.healthPath());
        this.drainStatus = settings.drainStatus();
        this.route = Objects.requireNonNull(route, "route");
        this.drain = Objects.requireNonNull(drain, "drain");
        this.status = Objects.requireNonNull(status, "status");
    }

    public boolean isHealth(HttpServletRequest request) {
        return path.matches(request);
    }

    /** Answers the request, whatever its method. */
    public void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        switch (request.getMethod()) {
            case "GET" -> response.getOutputStream().write(head(response));
            case "HEAD" -> head(response);
            default -> refuse(response);
        }
    }

    /** Writes status and headers, returns the body. */
    private byte[] head(HttpServletResponse response) {
        NodeStatus now = now();
        byte[] body = json(now).getBytes(StandardCharsets.UTF_8);
        response.setStatus(code(now.state()));
        response.setContentType("application/json");
        response.setContentLength(body.length);
        return body;
    }

    private static void refuse(HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        response.setHeader("Allow", "GET, HEAD");
        response.setContentLength(0);
    }

    private NodeStatus now() {
        NodeStatus own = status.get();
        Optional<Instant> draining = drain.since();
        return draining.map(own::drainingSince).orElse(own);
    }

    private int code(NodeStatus.State state) {
        return switch (state) {
            case UP -> HttpServletResponse.SC_OK;
            case DRAINING -> drainStatus;
            case DOWN -> HttpServletResponse.SC_SERVICE_UNAVAILABLE;
        };
    }

    /** Nothing in it needs escaping: a route, names of constants, numbers and instants. */
    private String json(NodeStatus now) {
        String sessions = now.localSessions().isPresent()
                ? Integer.toString(now.localSessions().getAsInt())
                : "null";
        return "{\"state\":\"" + now.state()
                + "\",\"route\":\"" + route
                + "\",\"redis\":\"" + now.redis().name().toLowerCase(Locale.ROOT)
                + "\",\"localSessions\":" + sessions
                + ",\"since\":\"" + now.since()
                + "\"}\n";
    }
}
