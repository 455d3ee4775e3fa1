package dev.limpet.it.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.limpet.it.harness.Browser;

/** Clients that share a session, and a next one when that has ended. Keeps what they did, by session. Safe for their threads. */
final class Group {

    private final AtomicInteger clients;
    private final List<Life> lives = new ArrayList<>(); // Guarded by this
    private Browser newest; // Guarded by this; null: there is no session

    /** @param clients counts the clients of all groups */
    Group(AtomicInteger clients) {
        this.clients = clients;
    }

    /** A session from its creation on, under all its ids. */
    static final class Life {
        private final List<Operation> operations = new ArrayList<>(); // Guarded by this

        synchronized void add(Operation operation) {
            operations.add(operation);
        }

        synchronized List<Operation> operations() {
            return List.copyOf(operations);
        }
    }

    /** A client of a session: to the protocol somebody of its own, since its cookies are a copy. */
    record Seat(Life life, Browser browser, int client) {}

    /** A seat in the session that there is; null without one. */
    synchronized Seat join() {
        return newest == null ? null : new Seat(lives.get(lives.size() - 1), newest.copy(), clients.incrementAndGet());
    }

    /** A new session was acknowledged to this browser; if another client has made one meanwhile, nobody uses it. */
    synchronized void created(Browser browser) {
        if (newest == null) {
            newest = browser.copy();
            lives.add(new Life());
        }
    }

    /** The session of this seat has a new id. */
    synchronized void renamed(Seat seat) {
        if (isCurrent(seat)) {
            newest = seat.browser().copy();
        }
    }

    /** The seat's id is worth nothing any more; if it is the latest that is known, the session is over. */
    synchronized void left(Seat seat) {
        if (isCurrent(seat)
                && newest.cookies().sessionId().equals(seat.browser().cookies().sessionId())) {
            newest = null;
        }
    }

    private boolean isCurrent(Seat seat) {
        return newest != null && lives.get(lives.size() - 1) == seat.life();
    }

    synchronized List<Life> lives() {
        return List.copyOf(lives);
    }
}
