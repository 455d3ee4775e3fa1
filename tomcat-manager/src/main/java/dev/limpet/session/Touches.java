package dev.limpet.session;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Tells the store of uses that caused no other call. Nobody waits for a touch; one that gets no answer is due again at once. */
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
        List<SessionStore.Touch> touches = copies.stream()
                .map(copy -> new SessionStore.Touch(
                        copy.id(), copy.birth(), copy.lastUsed().millisUntil(now)))
                .toList();
        copies.forEach(copy -> copy.accessSent(now));
        return store.touch(touches).whenComplete((done, failure) -> {
            if (failure == null) {
                copies.forEach(copy -> copy.accessTold(now));
            } else {
                copies.forEach(Copy::touchLost);
            }
        });
    }
}
