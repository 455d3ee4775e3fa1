package dev.limpet.it.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What came of a run. */
final class HistoryReport {

    private static final long MILLI = 1_000_000;

    private final long seed;
    private final long start;
    private final Duration bound;
    private final List<List<Operation>> histories;
    private final List<Trouble.Event> events;

    /** @param start of the run, nanoseconds; times are told from there */
    HistoryReport(long seed, long start, Duration bound, List<List<Operation>> histories, List<Trouble.Event> events) {
        this.seed = seed;
        this.start = start;
        this.bound = bound;
        this.histories = histories;
        this.events = events;
    }

    /** How many operations were acknowledged. */
    long done() {
        return operations().filter(Operation::isDone).count();
    }

    /** Throws an AssertionError with the seed, what must not be, and where the whole history of that session stands. */
    void assertNoViolation() {
        for (List<Operation> history : histories) {
            List<Violation> violations = HistoryChecker.check(history, bound);
            if (!violations.isEmpty()) {
                String told = story(history);
                System.out.println(told);
                throw new AssertionError("seed " + seed + ": " + violations.get(0) + " (" + violations.size()
                        + " violations in this session). Its history: " + written(told));
            }
        }
    }

    private String story(List<Operation> history) {
        Stream<Line> requests =
                history.stream().map(operation -> new Line(operation.start(), operation.end(), operation.toString()));
        Stream<Line> faults =
                events.stream().map(event -> new Line(event.start(), event.end(), event.fault() + " @" + event.node()));
        return Stream.concat(requests, faults)
                .sorted(Comparator.comparingLong(Line::start))
                .map(line -> line.from(start))
                .collect(Collectors.joining("\n"));
    }

    private record Line(long start, long end, String what) {
        String from(long zero) {
            return (start - zero) / MILLI + "-" + (end - zero) / MILLI + " ms " + what;
        }
    }

    private Path written(String story) {
        try {
            return Files.writeString(Path.of("target", "history-" + seed + ".txt"), story)
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<Operation> operations() {
        return histories.stream().flatMap(List::stream);
    }

    @Override
    public String toString() {
        Map<?, Long> outcomes = counted(operations().map(Operation::outcome));
        Map<?, Long> faults = counted(events.stream().map(Trouble.Event::fault));
        return "history of seed " + seed + ": " + histories.size() + " sessions, operations " + outcomes + ", faults "
                + faults;
    }

    private static <T> Map<T, Long> counted(Stream<T> things) {
        return things.collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }
}
