package dev.limpet.cluster.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Commands, or their replies, that are held back by {@link RedisProxy#hold} or {@link RedisProxy#holdReply}. A connection of
 * which one is held waits with all that comes later. Used by the test's thread; filled by the proxy's.
 */
public final class Hold {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Predicate<List<String>> wanted;
    private final boolean replies;
    private final Gate gate = new Gate(false);
    private final List<List<String>> arrived = new ArrayList<>(); // Guarded by this
    private final Set<Connection> held = new LinkedHashSet<>(); // Guarded by this

    Hold(Predicate<List<String>> wanted, boolean replies) {
        this.wanted = wanted;
        this.replies = replies;
    }

    /** Waits until the first one is here; an IllegalStateException when none comes in 30 s. */
    public void awaitArrived() {
        awaitArrived(1);
    }

    /** Waits until this many are here. */
    public synchronized void awaitArrived(int count) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (arrived.size() < count) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new IllegalStateException(arrived.size() + " of " + count + " commands arrived: " + arrived);
            }
            await(left);
        }
    }

    private void await(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** The commands it has held so far, each as its words. */
    public synchronized List<List<String>> arrived() {
        return List.copyOf(arrived);
    }

    /** Lets go what is held; nothing is held any more. */
    public void release() {
        gate.open();
    }

    /** Closes the connections of which something is held, which loses it; nothing is held any more. */
    public void cut() {
        List<Connection> victims;
        synchronized (this) {
            victims = List.copyOf(held);
        }
        victims.forEach(Connection::cut);
        release();
    }

    boolean wants(RespCommand command) {
        return !gate.isOpen() && wanted.test(command.words());
    }

    boolean replies() {
        return replies;
    }

    Gate gate() {
        return gate;
    }

    synchronized void arrive(RespCommand command, Connection connection) {
        arrived.add(command.words());
        held.add(connection);
        notifyAll();
    }
}
