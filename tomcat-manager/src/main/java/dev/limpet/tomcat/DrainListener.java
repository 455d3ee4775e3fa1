package dev.limpet.tomcat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.Server;
import org.apache.catalina.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener of the {@code <Server>}: when Tomcat is told to stop (SIGTERM), all contexts with a {@link RedisSessionManager} drain first. They go on serving,
 * tell the balancer by their health, and let their clients go to other nodes; after {@code drainSeconds} the stop goes on.
 */
public final class DrainListener implements LifecycleListener {

    private static final Logger log = LoggerFactory.getLogger(DrainListener.class);
    private static final int MAX_SECONDS = 3600;
    private static final int DEFAULT_SECONDS = 5;

    private final Map<String, String> unknown = new TreeMap<>();
    private String given = Integer.toString(DEFAULT_SECONDS);
    private int drainSeconds;

    /** How long the node drains before it stops, seconds, 0 to 3600; 5. At least as long as the balancer takes to see a changed health. */
    public void setDrainSeconds(String text) {
        given = text;
    }

    /** Tomcat's way to set what has no setter. */
    public boolean setProperty(String name, String value) {
        unknown.put(name, value);
        return true;
    }

    /** @throws IllegalArgumentException before the server's start: a wrong value, or an unknown name; an exception in a setter would be a warning to Tomcat */
    @Override
    public void lifecycleEvent(LifecycleEvent event) {
        if (Lifecycle.BEFORE_INIT_EVENT.equals(event.getType())) {
            check();
        } else if (Lifecycle.BEFORE_STOP_EVENT.equals(event.getType())
                && event.getLifecycle() instanceof Server server) {
            drain(managers(server));
        }
    }

    private void check() {
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "DrainListener: unknown " + unknown.keySet() + ": there is drainSeconds");
        }
        drainSeconds = given.matches("\\d{1,4}") ? Integer.parseInt(given) : -1;
        if (drainSeconds < 0 || drainSeconds > MAX_SECONDS) {
            throw new IllegalArgumentException(
                    "DrainListener: drainSeconds=\"" + given + "\": must be a whole number from 0 to " + MAX_SECONDS);
        }
    }

    private void drain(List<RedisSessionManager> managers) {
        if (managers.isEmpty() || drainSeconds == 0) {
            return;
        }
        log.info("drains for {} s before the stop", drainSeconds);
        managers.forEach(RedisSessionManager::drain);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(drainSeconds);
        for (long left = end - System.nanoTime();
                left > 0 && !Thread.currentThread().isInterrupted();
                left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static List<RedisSessionManager> managers(Server server) {
        List<RedisSessionManager> managers = new ArrayList<>();
        for (Service service : server.findServices()) {
            for (Container host : service.getContainer().findChildren()) {
                for (Container context : host.findChildren()) {
                    if (context instanceof Context each && each.getManager() instanceof RedisSessionManager manager) {
                        managers.add(manager);
                    }
                }
            }
        }
        return managers;
    }
}
