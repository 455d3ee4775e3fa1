package dev.limpet.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the first connection, on a thread of its own, again and again until it stands: Redisson's own way would hold the
 * callers up meanwhile. Later losses are Redisson's business, which reconnects by itself. Each attempt has a Redisson of
 * its own, because one whose attempt has failed keeps what it had built. Says once that Redis is away, and once that it
 * is there.
 */
final class RedisConnector implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(RedisConnector.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Supplier<RedisLink> links;
    private final String where;
    private final CompletableFuture<Void> born = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile CompletableFuture<RedisLink> attempt = new CompletableFuture<>();
    private Thread thread;

    /** @param links makes a link that is not connected yet; fails if the configuration is wrong */
    RedisConnector(Supplier<RedisLink> links, String where) {
        this.links = links;
        this.where = where;
    }

    /** Returns when the first link has been made, connected or not; throws what its making threw, as the cause. */
    void start() {
        thread = OwnThreads.startClean("limpet-redis-connect", this);
        born.join();
    }

    /** The attempt under way, or the last one: failed while the next is not due yet. */
    CompletableFuture<RedisLink> link() {
        return attempt;
    }

    @Override
    public void run() {
        Duration pause = FIRST_PAUSE;
        boolean reported = false;
        while (!settled(reported)) {
            reported = true;
            if (closedWithin(pause)) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            attempt = new CompletableFuture<>();
        }
    }

    private boolean settled(boolean reported) {
        RedisLink link = null;
        try {
            link = links.get();
            born.complete(null);
            link.connect();
            if (reported) {
                log.info("Redis at {} is reachable now", where);
            }
            attempt.complete(link);
            return true;
        } catch (RuntimeException | LinkageError e) {
            failed(link, e, reported);
            return born.isCompletedExceptionally();
        }
    }

    private void failed(RedisLink link, Throwable failure, boolean reported) {
        if (link == null) {
            born.completeExceptionally(failure);
        } else {
            link.shutdown();
        }
        if (link != null && !reported && closed.getCount() > 0) {
            log.warn("Redis at {} cannot be reached; trying on", where, failure);
        }
        attempt.completeExceptionally(
                new RedisUnavailableException("Redis at " + where + " cannot be reached", failure));
    }

    private boolean closedWithin(Duration pause) {
        try {
            return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Gives up an attempt under way and shuts down what stands. Called once. */
    void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        RedisLink link = attempt.isCompletedExceptionally() ? null : attempt.getNow(null);
        if (link != null) {
            link.shutdown();
        }
    }
}
