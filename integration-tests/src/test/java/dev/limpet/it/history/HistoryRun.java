package dev.limpet.it.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.limpet.it.history.Client.Habit;

/** Nine clients, seven sessions at a time, and trouble; the same seed is the same schedule of requests and faults. */
final class HistoryRun {

    /** Beyond the lease; the clocks are those of one machine. */
    private static final Duration BOUND = Testbed.LEASE.plusMillis(250);

    private static final long SPREAD = 1_000_003;

    private static final List<List<Habit>> GROUPS = List.of(
            List.of(Habit.RETURNS_THEM),
            List.of(Habit.RETURNS_THEM),
            List.of(Habit.RETURNS_THEM),
            List.of(Habit.CUTS_THE_SUFFIX),
            List.of(Habit.RETURNS_THEM, Habit.RETURNS_THEM),
            List.of(Habit.RETURNS_THEM, Habit.CUTS_THE_SUFFIX),
            List.of(Habit.RETURNS_THEM));

    private final Testbed testbed;
    private final long seed;
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Group> groups = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final List<Trouble> troubles = new ArrayList<>();

    private HistoryRun(Testbed testbed, long seed) {
        this.testbed = testbed;
        this.seed = seed;
        AtomicInteger seats = new AtomicInteger();
        for (List<Habit> habits : GROUPS) {
            Group group = new Group(seats);
            groups.add(group);
            habits.forEach(habit -> clients.add(client(group, habit)));
        }
        for (List<Fault> kinds : Fault.TROUBLES) {
            troubles.add(new Trouble(next(-1 - troubles.size()), kinds, testbed.members(), over));
        }
    }

    private Client client(Group group, Habit habit) {
        int number = clients.size();
        return new Client(
                number, new Plan(next(number), testbed.members().size()), group, habit, testbed.nodes(), over);
    }

    private long next(int number) {
        return seed * SPREAD + number;
    }

    /** Runs, heals, reads everything once more, and judges. */
    static HistoryReport of(Testbed testbed, long seed, Duration length) {
        HistoryRun run = new HistoryRun(testbed, seed);
        long start = System.nanoTime();
        run.perform(length);
        run.clients.forEach(Client::readEverything);
        return run.report(start);
    }

    private void perform(Duration length) {
        Executor threads = task -> new Thread(task, "history").start();
        CompletableFuture<?>[] all = Stream.concat(clients.stream(), troubles.stream())
                .map(task -> CompletableFuture.runAsync(task, threads))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Void> failed = new CompletableFuture<>();
        for (CompletableFuture<?> one : all) {
            one.exceptionally(cause -> {
                failed.completeExceptionally(cause);
                return null;
            });
        }
        failed.completeOnTimeout(null, length.toMillis(), TimeUnit.MILLISECONDS);
        try {
            failed.join();
        } finally {
            over.countDown();
            CompletableFuture.allOf(all).join();
        }
    }

    private HistoryReport report(long start) {
        List<List<Operation>> histories = groups.stream()
                .flatMap(group -> group.lives().stream())
                .map(Group.Life::operations)
                .toList();
        List<Trouble.Event> events =
                troubles.stream().flatMap(trouble -> trouble.events().stream()).toList();
        return new HistoryReport(seed, start, BOUND, histories, events);
    }
}
