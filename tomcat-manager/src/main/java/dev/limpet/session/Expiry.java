package dev.limpet.session;

import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends sessions that nobody has used for too long. What is due is claimed one session at a time by a script that looks at the last access again; the claimer
 * fires the listeners and finishes. If it dies in between, another node claims again. One thread at a time.
 */
final class Expiry {

    private static final Logger log = LoggerFactory.getLogger(Expiry.class);
    private static final int DUE_A_BUCKET = 100;

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
        if (!node.mayEndSessions()) {
            return 0;
        }
        int ended = 0;
        for (String id : awaiter.await(store.due(DUE_A_BUCKET), node.budget())) {
            if (!node.mayEndSessions()) {
                return ended;
            }
            ended += claim(id) ? 1 : 0;
        }
        return ended;
    }

    private boolean claim(String id) {
        SessionStore.Found found =
                awaiter.await(store.claim(id, node.id(), node.terms().claim()), node.budget());
        if (!(found instanceof SessionStore.Loaded loaded)) {
            return false;
        }
        log.debug("session {} has expired", SessionHash.of(id));
        tellListeners(id, node.claimed(id, loaded));
        if (!awaiter.await(store.finish(id, node.id()), node.budget())) {
            log.warn(
                    "session {} took longer to end than its claim lasts: its listeners may be called again",
                    SessionHash.of(id));
        }
        return true;
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
