package dev.limpet.tomcat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.limpet.redis.RedisClient;
import dev.limpet.redis.RedisClients;
import dev.limpet.redis.RedisSessionStore;
import dev.limpet.redis.Subscription;
import dev.limpet.session.Awaiter;
import dev.limpet.session.Copy;
import dev.limpet.session.Housekeeper;
import dev.limpet.session.LastSaves;
import dev.limpet.session.NodeId;
import dev.limpet.session.SessionHash;
import dev.limpet.session.SessionNode;
import dev.limpet.session.StoreHealth;
import dev.limpet.session.StoreUnavailableException;
import dev.limpet.session.TimeSource;
import dev.limpet.session.Values;
import dev.limpet.session.codec.AttributeCodec;

/**
 * What runs from a start of the manager to its stop: the client, the node of the protocol, its channel and its background threads. Owns all of them; opened
 * in order, closed in exact reverse.
 */
final class SessionEngine {

    private static final Logger log = LoggerFactory.getLogger(SessionEngine.class);
    private static final int HOUSEKEEPERS = 2;
    private static final int PATIENCE = 5;
    private static final long PAUSE_NANOS = 100_000_000;

    private final String label;
    private final RedisClient client;
    private final SessionNode node;
    private final StoreHealth health;
    private final Subscription channel;
    private final ScheduledThreadPoolExecutor background;
    private final ExecutorService lateSaves;

    /** @param listeners tells the application of the end of a session */
    SessionEngine(ManagerSettings settings, AttributeCodec codec, ContextNames names, Consumer<Copy> listeners) {
        this.label = names.label();
        this.client = RedisClients.ofThisJvm().acquire(settings.redis());
        RedisSessionStore store = new RedisSessionStore(
                client,
                settings.keyPrefix(),
                names.application(),
                names.deployment(),
                settings.terms().touchInterval(),
                settings.terms().beat());
        NodeId id = new NodeId(settings.route().name(), UUID.randomUUID().toString());
        Values values = new Values(codec, settings.unreadable(), settings.mutationDetection());
        this.node = new SessionNode(
                id, settings.terms(), store, values, settings.sizeLimit(), TimeSource.system(), Awaiter.blocking());
        this.health = new StoreHealth(label);
        this.channel = store.hear(id, node::heard);
        this.background = new ScheduledThreadPoolExecutor(HOUSEKEEPERS, this::thread);
        this.lateSaves = Executors.newSingleThreadExecutor(this::thread);
        new Housekeeper(node, store, Awaiter.blocking(), health, label, listeners).start(background);
        warmUp();
    }

    /**
     * The first request should not pay for the first connection and the classes behind it, still less be refused because they take their time. So the start
     * goes on when Redis has answered, or is known to be away, or has been waited for as long as some requests would.
     */
    private void warmUp() {
        long begin = System.nanoTime();
        long patience = node.terms().storeTimeout().multipliedBy(PATIENCE).toNanos();
        while (!answers()) {
            boolean interrupted = Thread.currentThread().isInterrupted();
            if (interrupted || health.state() == StoreHealth.State.DOWN || System.nanoTime() - begin > patience) {
                log.warn("{}: starts although Redis does not answer yet", label);
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean answers() {
        try {
            node.exists("warm-up", node.budget());
            return true;
        } catch (StoreUnavailableException e) {
            log.debug("{}: Redis does not answer yet", label, e);
            return false;
        }
    }

    private void stop(ExecutorService executor) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(node.terms().storeTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "limpet" + label);
        thread.setDaemon(true);
        thread.setContextClassLoader(SessionEngine.class.getClassLoader());
        return thread;
    }

    SessionNode node() {
        return node;
    }

    StoreHealth health() {
        return health;
    }

    /** A change that no request will save: on a background thread, best effort. */
    void saveLater(Copy copy) {
        try {
            lateSaves.execute(() -> save(copy));
        } catch (RejectedExecutionException e) {
            log.warn(
                    "{}: a change of session {} comes after the stop and is not saved",
                    label,
                    SessionHash.of(copy.id()),
                    e);
        }
    }

    private void save(Copy copy) {
        try {
            if (copy.face() instanceof LimpetSession session) {
                session.save(node.budget());
            } else {
                node.save(copy, node.budget());
            }
        } catch (RuntimeException e) {
            notSaved(copy, e);
        }
    }

    private void notSaved(Copy copy, RuntimeException cause) {
        log.warn(
                "{}: a change of session {} that no answer waits for is not saved",
                label,
                SessionHash.of(copy.id()),
                cause);
    }

    /**
     * Tells values that their sessions leave, saves what is unsaved, tells what is untold, then lets go of everything. With Redis away it takes as long as
     * three requests may wait. On a thread with the application's class loader.
     */
    void stop() {
        List<Copy> homes = node.homes();
        homes.forEach(SessionEngine::passivate);
        stop(background);
        stop(lateSaves);
        try {
            new LastSaves(node, this::notSaved).save(node.currents());
            homes.forEach(Copy::leave);
            Awaiter.blocking().await(node.leave(), node.budget());
        } catch (StoreUnavailableException e) {
            log.warn("{}: Redis does not answer at the stop: what it does not know yet is lost", label, e);
        } finally {
            channel.close();
            client.close();
        }
    }

    /**
     * A copy that was never shown to the application has no value that could know of its session. The copy is held until it is saved: a request that ends
     * meanwhile must not take what the values change for unchanged.
     */
    private static void passivate(Copy copy) {
        copy.enter();
        if (copy.face() instanceof LimpetSession session) {
            session.tellPassivated();
        }
    }
}
