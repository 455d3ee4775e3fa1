package dev.limpet.session;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The background of a node: beats, untold uses and tidying in one task, the end of sessions in another, so that a slow listener of the application does not
 * hold up the beats. The executor is borrowed; it must have two threads.
 */
public final class Housekeeper {

    private static final Logger log = LoggerFactory.getLogger(Housekeeper.class);
    private static final int BEATS_A_SWEEP = 5;

    private final SessionNode node;
    private final Expiry expiry;
    private final StoreHealth health;
    private final String context;

    /**
     * @param context names the node's context in logs
     * @param listeners tells the application of the end of the session that it is given
     */
    public Housekeeper(
            SessionNode node,
            SessionStore store,
            Awaiter awaiter,
            StoreHealth health,
            String context,
            Consumer<Copy> listeners) {
        this.node = node;
        this.expiry = new Expiry(node, store, awaiter, listeners);
        this.health = health;
        this.context = context;
    }

    /** Starts both tasks; they end with the executor. */
    public void start(ScheduledExecutorService executor) {
        Duration beat = node.terms().beat();
        executor.scheduleWithFixedDelay(this::beat, 0, beat.toMillis(), TimeUnit.MILLISECONDS);
        long sweep = beat.multipliedBy(BEATS_A_SWEEP).toMillis();
        executor.scheduleWithFixedDelay(this::sweep, sweep, sweep, TimeUnit.MILLISECONDS);
    }

    private void beat() {
        try {
            node.beat();
            health.answered();
            node.tellUses();
            node.tidy();
        } catch (StoreUnavailableException e) {
            health.unanswered(e);
        } catch (RuntimeException | Error e) {
            log.error("{}: a beat failed", context, e);
        }
    }

    private void sweep() {
        try {
            expiry.sweep();
        } catch (StoreUnavailableException e) {
            log.debug("{}: the sweep got no answer", context, e);
        } catch (RuntimeException | Error e) {
            log.error("{}: a sweep failed", context, e);
        }
    }
}
