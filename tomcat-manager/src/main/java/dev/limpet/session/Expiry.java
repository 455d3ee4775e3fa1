package dev.limpet.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends sessions that nobody has used for too long. What is due is claimed one session at a time by a script that looks at the last access again; the claimer
 * fires the listeners and finishes. If it dies in between, another node claims again. When many are due at once, a session costs one trip's time: it is finished
 * while the next one is claimed; and the nodes, each of which takes the buckets in an order of its own, seldom come for the same ones. One thread at a time.
 */
final class Expiry {

    private static final Logger log = LoggerFactory.getLogger(Expiry.class);
    private static final int DUE_A_BUCKET = 100;
    private static final int PARTS = 16;

    private final SessionNode node;
    private final SessionStore store;
    private final Awaiter awaiter;
    private final Consumer<Copy> listeners;

    /** @param listeners tells the application of the end of the session that it is given */
    Expiry(SessionNode node, SessionStore store, Awaiter awaiter, Consumer<Copy> listeners) {
        this.node = node;
        this.store = store;
        this.awaiter = awaiter;
        this.listeners = listeners;
    }

    /**
     * @return how many sessions were ended
     * @throws StoreUnavailableException no answer; what was claimed and not finished is claimed again later
     */
    int sweep() {
        int ended = 0;
        for (int part : inRandomOrder()) {
            ended += node.mayEndSessions() ? sweep(part) : 0;
        }
        return ended;
    }

    /** Nodes that have come upon each other in one part do not go on to the next one together. */
    private static List<Integer> inRandomOrder() {
        List<Integer> parts = new ArrayList<>(IntStream.range(0, PARTS).boxed().toList());
        Collections.shuffle(parts);
        return parts;
    }

    private int sweep(int part) {
        List<Integer> buckets = IntStream.range(0, store.buckets())
                .filter(bucket -> bucket % PARTS == part)
                .boxed()
                .toList();
        int ended = 0;
        Finish before = null;
        for (String id : awaiter.await(store.due(buckets, DUE_A_BUCKET), node.budget())) {
            if (!node.mayEndSessions()) {
                break;
            }
            Finish finish = claim(id);
            if (finish != null) {
                ended++;
                await(before);
                before = finish;
            }
        }
        await(before);
        return ended;
    }

    /** The end of a claim, on its way to the store. */
    private record Finish(String id, CompletableFuture<Boolean> done) {}

    /** @return null: it is not due, or another node's, or cannot be claimed by this one */
    private Finish claim(String id) {
        Budget budget = node.budget();
        SessionStore.Found found;
        try {
            found = awaiter.await(store.claim(id, node.id(), node.terms().claim()), budget);
        } catch (StoreUnavailableException e) {
            if (!node.isStoreThere(budget)) {
                throw e;
            }
            log.warn("session {} is due but cannot be ended by this node", SessionHash.of(id), e);
            return null;
        }
        if (!(found instanceof SessionStore.Loaded loaded)) {
            return null;
        }
        log.debug("session {} has expired", SessionHash.of(id));
        tellListeners(id, node.claimed(id, loaded));
        return new Finish(id, store.finish(id, node.id()));
    }

    private void await(Finish finish) {
        if (finish != null && !awaiter.await(finish.done(), node.budget())) {
            log.warn(
                    "session {} took longer to end than its claim lasts: its listeners may be called again",
                    SessionHash.of(finish.id()));
        }
    }

    /** A listener that fails has been called all the same. */
    private void tellListeners(String id, Copy copy) {
        try {
            listeners.accept(copy);
        } catch (RuntimeException | LinkageError e) {
            log.error("a listener of the end of session {} failed", SessionHash.of(id), e);
        }
    }
}
