package dev.limpet.session.explorer;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** One call of a node to the store: its script runs once, its answer comes later, or the one, or neither. */
final class Call {

    enum Kind {
        LOAD,
        SAVE,
        RENAME,
        END,
        BEAT
    }

    final Kind kind;
    final Host host;
    /** Null: a beat. */
    final Request request;

    final Record command;
    /** When it left, by the node's clock. */
    final long sentMillis;
    /** What the one who waits remembers of the copy, apart from the command. */
    final Object memory;

    final StateKey.Key unsaved;
    final CompletableFuture<Object> answer = new CompletableFuture<>();

    private final Supplier<? extends CompletableFuture<?>> script;
    private CompletableFuture<?> result;

    boolean abandoned;
    /** The requests whose writes were in the store when the script ran. */
    int applied;

    Call(
            Kind kind,
            Host host,
            Request request,
            Record command,
            Object memory,
            StateKey.Key unsaved,
            Supplier<? extends CompletableFuture<?>> script) {
        this.kind = kind;
        this.host = host;
        this.request = request;
        this.command = command;
        this.sentMillis = host.now().millis();
        this.memory = memory;
        this.unsaved = unsaved;
        this.script = script;
    }

    boolean hasRun() {
        return result != null;
    }

    void run() {
        result = script.get();
    }

    /** What the script has answered, or null if it failed. */
    Object outcome() {
        return result == null || result.isCompletedExceptionally() ? null : result.join();
    }

    boolean hasFailed() {
        return result != null && result.isCompletedExceptionally();
    }

    void arrive() {
        result.whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        });
    }

    @Override
    public String toString() {
        return (kind == Kind.LOAD ? "the load" : kind == Kind.BEAT ? "the beat" : "the script") + " of "
                + (request == null ? host.letter : request);
    }
}
