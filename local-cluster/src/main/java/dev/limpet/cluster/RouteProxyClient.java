package dev.limpet.cluster;

import java.net.URI;
import java.util.Iterator;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;

/**
 * Lets {@link Routes} say where a request goes: Undertow asks for a request's routes and takes the first that it has not
 * tried yet. Called on Undertow's I/O threads.
 */
final class RouteProxyClient extends LoadBalancingProxyClient {
    private static final String COOKIE = "ROUTE";
    private static final int CONNECTIONS_PER_THREAD = 500;
    private static final int RETRY_SECONDS = 1;

    private final Routes routes;

    RouteProxyClient(Routes routes) {
        this.routes = routes;
        setConnectionsPerThread(CONNECTIONS_PER_THREAD);
        setMaxQueueSize(CONNECTIONS_PER_THREAD);
        setProblemServerRetry(RETRY_SECONDS);
        routes.targets().forEach(target -> addHost(uri(target), target.name()));
    }

    private static URI uri(Balancer.Target target) {
        return URI.create("http://127.0.0.1:" + target.port());
    }

    @Override
    protected Iterator<CharSequence> parseRoutes(HttpServerExchange exchange) {
        return routes.ranked(cookie(exchange)).stream()
                .map(CharSequence.class::cast)
                .iterator();
    }

    private static String cookie(HttpServerExchange exchange) {
        for (Cookie cookie : exchange.requestCookies()) {
            if (COOKIE.equals(cookie.getName())) {
                return cookie.getValue();
            }
        }
        return null;
    }

    @Override
    protected Host selectHost(HttpServerExchange exchange) {
        Host host = super.selectHost(exchange);
        if (host != null) {
            count(exchange, host.getUri().getPort());
        }
        return host;
    }

    private void count(HttpServerExchange exchange, int port) {
        routes.targets().stream()
                .filter(target -> target.port() == port)
                .findFirst()
                .ifPresent(target -> {
                    routes.entered(target.name());
                    exchange.addExchangeCompleteListener((done, next) -> {
                        routes.left(target.name());
                        next.proceed();
                    });
                });
    }
}
