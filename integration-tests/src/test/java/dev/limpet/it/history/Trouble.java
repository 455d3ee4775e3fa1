package dev.limpet.it.history;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One fault after another, as the seed determines, until it is over; then all is healed. Used by one thread. */
final class Trouble implements Runnable {

    private static final int PAUSE_MILLIS = 1500;
    private static final int SHORTEST_MILLIS = 100;
    private static final int LONGEST_MILLIS = 4000;

    private final Random random;
    private final List<Fault> kinds;
    private final List<Testbed.Member> members;
    private final CountDownLatch over;
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();

    Trouble(long seed, List<Fault> kinds, List<Testbed.Member> members, CountDownLatch over) {
        this.random = new Random(seed);
        this.kinds = kinds;
        this.members = members;
        this.over = over;
    }

    /** A fault that has happened; times in nanoseconds. */
    record Event(Fault fault, String node, long start, long end) {}

    @Override
    public void run() {
        try {
            while (!over.await(random.nextInt(PAUSE_MILLIS), TimeUnit.MILLISECONDS)) {
                next();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void next() throws InterruptedException {
        Fault fault = kinds.get(random.nextInt(kinds.size()));
        Testbed.Member member = members.get(random.nextInt(members.size()));
        Duration length = Duration.ofMillis(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS));
        long start = System.nanoTime();
        fault.happen(member, length, over);
        events.add(new Event(fault, member.node().name(), start, System.nanoTime()));
    }

    List<Event> events() {
        return List.copyOf(events);
    }
}
