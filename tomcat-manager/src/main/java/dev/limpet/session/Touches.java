package dev.limpet.session;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Tells the store of uses that caused no other call. Nobody waits for a touch; one that gets no answer is due again at once. What counts as told is the use
 * that the touch tells of: a later one, though before the touch was sent, is not.
 */
final class Touches {

    private final SessionStore store;
    private final TimeSource time;

    Touches(SessionStore store, TimeSource time) {
        this.store = store;
        this.time = time;
    }

    void send(Copy copy) {
        send(List.of(copy));
    }

    /** One pipeline for all of them. */
    CompletableFuture<Void> send(List<Copy> copies) {
        if (copies.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Moment now = time.now();
        Map<Copy, Moment> uses = new IdentityHashMap<>();
        copies.forEach(copy -> uses.put(copy, copy.lastUsed()));
        List<SessionStore.Touch> touches = new ArrayList<>();
        uses.forEach(
                (copy, used) -> touches.add(new SessionStore.Touch(copy.id(), copy.birth(), used.millisUntil(now))));
        uses.forEach(Copy::accessSent);
        return store.touch(touches).whenComplete((done, failure) -> {
            if (failure == null) {
                uses.forEach(Copy::accessTold);
            } else {
                copies.forEach(Copy::touchLost);
            }
        });
    }
}
