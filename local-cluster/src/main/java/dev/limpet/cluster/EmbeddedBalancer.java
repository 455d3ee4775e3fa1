package dev.limpet.cluster;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.undertow.Undertow;
import io.undertow.server.handlers.proxy.ProxyHandler;

/**
 * A balancer inside this JVM, for machines without HAProxy. A node that refuses is left for another within the request; a
 * frozen one is found out by a check every second, and requests that hang on it end with 504 after half a minute.
 */
public final class EmbeddedBalancer implements Balancer {
    private static final int CHECK_SECONDS = 1;
    private static final int REQUEST_MILLIS = 30_000;

    private final int port;
    private final Undertow server;
    private final ScheduledExecutorService checks;

    private EmbeddedBalancer(int port, Undertow server, ScheduledExecutorService checks) {
        this.port = port;
        this.server = server;
        this.checks = checks;
    }

    public static EmbeddedBalancer start(int port, List<Target> targets) {
        Routes routes = new Routes(targets);
        Undertow server = Undertow.builder()
                .addHttpListener(port, "127.0.0.1")
                .setHandler(ProxyHandler.builder()
                        .setProxyClient(new RouteProxyClient(routes))
                        .setMaxRequestTime(REQUEST_MILLIS)
                        .setMaxConnectionRetries(Math.max(1, targets.size() - 1))
                        .setReuseXForwarded(false)
                        .build())
                .build();
        try {
            server.start();
        } catch (RuntimeException e) {
            throw new StartFailedException("The balancer cannot listen on port " + port, e);
        }
        return new EmbeddedBalancer(port, server, startChecks(routes));
    }

    private static ScheduledExecutorService startChecks(Routes routes) {
        ScheduledExecutorService checks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "balancer-checks");
            thread.setDaemon(true);
            return thread;
        });
        checks.scheduleWithFixedDelay(routes::check, 0, CHECK_SECONDS, TimeUnit.SECONDS);
        return checks;
    }

    @Override
    public String description() {
        return "a simple balancer inside the launcher";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() {
        checks.shutdownNow();
        server.stop();
    }
}
