package dev.limpet.it.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.limpet.it.history.Operation.Kind;
import dev.limpet.it.history.Operation.Outcome;

/**
 * Judges the history of one session, under all its ids, by what docs/protocol.md promises. Each value is written once. It finds
 * only what cannot be: where times overlap or an outcome is unknown, the application gets the benefit of the doubt.
 *
 * <p>What a request must know: what was acknowledged to its own client before it was sent; what was acknowledged to others,
 * too, if its cookie did not name the node, and else if that was longer ago than the bound.
 */
final class HistoryChecker {

    private final long boundNanos;
    private final List<Operation> history;
    private final List<Violation> violations = new ArrayList<>();

    private HistoryChecker(List<Operation> history, Duration bound) {
        this.history = history;
        this.boundNanos = bound.toNanos();
    }

    /** @param bound how long a node may serve a copy that it has lost: the lease, and a little for the clocks */
    static List<Violation> check(List<Operation> history, Duration bound) {
        HistoryChecker checker = new HistoryChecker(history, bound);
        history.forEach(checker::judge);
        return checker.violations;
    }

    private void judge(Operation operation) {
        if (operation.isDone()) {
            notAfterTheEnd(operation);
        } else if (operation.outcome() == Outcome.ABSENT) {
            absentForAReason(operation);
        }
        if (operation.reads()) {
            upToDate(operation);
            nothingUndone(operation);
        }
    }

    /** P4. */
    private void notAfterTheEnd(Operation served) {
        history.stream()
                .filter(other -> other.ends(served.id()) && mustKnow(served, other))
                .findFirst()
                .ifPresent(end -> violated("P4", served, "is served after " + end));
    }

    /** P1: nobody is told that there is no session as long as nobody has asked to end it. */
    private void absentForAReason(Operation absent) {
        if (history.stream().noneMatch(other -> other.start() < absent.end() && mayHaveEnded(other, absent.id()))) {
            violated("P1", absent, "finds no session, though nobody has ended it");
        }
    }

    /**
     * Requests on one node share the session: of two that change its id at the same time the second one changes that which the
     * first has made, whatever its own cookie said.
     */
    private boolean mayHaveEnded(Operation operation, String id) {
        if (operation.outcome() == Outcome.ABSENT || operation.made(id)) {
            return false;
        }
        return operation.kind() == Kind.LOGOUT
                || operation.kind() == Kind.RENAME && (!operation.isDone() || operation.end() > sinceWhen(id));
    }

    /** When the request was sent that has made the id; the beginning of time for one that was there or came without an answer. */
    private long sinceWhen(String id) {
        return history.stream()
                .filter(operation -> operation.made(id))
                .mapToLong(Operation::start)
                .findFirst()
                .orElse(Long.MIN_VALUE);
    }

    /** P1 and P2: what was read has not been overwritten by something that the reader must know. */
    private void upToDate(Operation read) {
        List<Operation> writers = writers(read);
        if (writers.isEmpty() && read.before() != null) {
            violated("Foreign", read, "nobody had written that");
        }
        Optional<Operation> missed = knownWrites(read)
                .filter(known -> writers.stream().allMatch(writer -> isBefore(writer, known)))
                .findFirst();
        missed.ifPresent(
                known -> violated(known.client() == read.client() ? "P1" : "P2", read, "does not know of " + known));
    }

    /** P3: a fenced write whose request had found what was there before a write elsewhere has not come after that. */
    private void nothingUndone(Operation read) {
        for (Operation writer : writers(read)) {
            if (writer.isDone() && writer.proof() && writer.kind() == Kind.SET) {
                List<Operation> found = writers(writer);
                knownWrites(read)
                        .filter(known -> known != writer && !known.node().equals(writer.node()))
                        .filter(known -> !isBefore(writer, known))
                        .filter(known -> found.stream().allMatch(older -> isBefore(older, known)))
                        .findFirst()
                        .ifPresent(known -> violated("P3", read, writer + " has undone " + known));
            }
        }
    }

    /** Who may have written what the operation has found; nobody: it is as it was at the beginning, or nobody can have. */
    private List<Operation> writers(Operation read) {
        return history.stream()
                .filter(mutation(read.attribute()))
                .filter(other -> other != read && other.start() < read.end())
                .filter(other -> Objects.equals(other.kind() == Kind.SET ? other.written() : null, read.before()))
                .toList();
    }

    private Stream<Operation> knownWrites(Operation read) {
        return history.stream()
                .filter(mutation(read.attribute()))
                .filter(other -> other.isDone() && mustKnow(read, other));
    }

    private static Predicate<Operation> mutation(String attribute) {
        return operation -> operation.mutates(attribute);
    }

    private boolean mustKnow(Operation later, Operation earlier) {
        boolean atOnce = !later.proof() || later.client() == earlier.client();
        return later != earlier && earlier.end() + (atOnce ? 0 : boundNanos) < later.start();
    }

    /**
     * Whether the write is older than the acknowledged one, whatever happened. A refused one is over, and if it was fenced it
     * cannot be made up for after a later one; if it was not, or got no answer, it may come at any time.
     */
    private static boolean isBefore(Operation write, Operation acknowledged) {
        boolean over = write.isDone() || write.outcome() == Outcome.REFUSED && write.proof();
        return write != acknowledged && over && write.end() < acknowledged.start();
    }

    private void violated(String property, Operation operation, String what) {
        violations.add(new Violation(property, operation, what));
    }
}
