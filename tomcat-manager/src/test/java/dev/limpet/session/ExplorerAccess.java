package dev.limpet.session;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What the explorer has to see and reach of the protocol that nobody else has any business with. */
public final class ExplorerAccess {

    /** What stands in the store of a living session. */
    public record Content(NodeId owner, long epoch, Map<String, byte[]> values) {}

    /** What stands in the store of a session's end; the claimer is null while it is alive. */
    public record Life(long access, NodeId claimer, long claimEnd) {}

    /** The store of a test and what can be looked at in it. */
    public static final class Store {
        private final InMemorySessionStore inner;

        /** @param kept how long a session outlives its deadline */
        public Store(
                LongSupplier clock,
                Duration touchInterval,
                Duration kept,
                BiConsumer<NodeId, SessionStore.Drop> channel) {
            inner = new InMemorySessionStore(clock, touchInterval, kept, channel);
        }

        public SessionStore asNodesSeeIt() {
            return inner;
        }

        /** Null: nothing alive. */
        public Content look(String id) {
            InMemorySessionStore.Content found = inner.look(id);
            return found == null ? null : new Content(found.owner(), found.epoch(), found.values());
        }

        /** Null: neither alive nor claimed. */
        public Life life(String id) {
            InMemorySessionStore.Life found = inner.life(id);
            return found == null ? null : new Life(found.access(), found.claimer(), found.claimEnd());
        }
    }

    private ExplorerAccess() {}

    public static String attribute(String name) {
        return FieldName.attribute(name);
    }

    public static long epoch(Copy copy) {
        return copy.epoch();
    }

    public static boolean isHome(Copy copy) {
        return copy.isHome();
    }

    /** What a save of this copy would look at now. */
    public static Set<String> unsaved(Copy copy) {
        return copy.content().suspects().keySet();
    }

    /** What a request that waits still has in its hands, apart from the copy. */
    public static Object entry(Copy copy) {
        return copy.entry();
    }

    /** The copy that a load has brought to all who wait for this answer, or null. */
    public static Copy served(CompletableFuture<?> answer) {
        boolean is = answer.isDone() && !answer.isCompletedExceptionally();
        return is && answer.join() instanceof LoadTicket.Served served ? served.copy() : null;
    }

    /** The exception that a store's answer fails with when it does not come. */
    public static StoreUnavailableException unavailable() {
        return new StoreUnavailableException("no answer", null);
    }

    public static <T> CompletableFuture<T> failed() {
        return CompletableFuture.failedFuture(unavailable());
    }

    public static String maxInactive() {
        return FieldName.MAX_INACTIVE;
    }

    /** The sweep of a node. */
    public static Runnable sweep(SessionNode node, SessionStore store, Awaiter awaiter, Consumer<Copy> listeners) {
        return new Expiry(node, store, awaiter, listeners)::sweep;
    }
}
