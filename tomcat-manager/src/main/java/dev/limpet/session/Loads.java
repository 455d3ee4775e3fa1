package dev.limpet.session;

import java.util.concurrent.CompletableFuture;

/**
 * Brings a request to its copy: served from memory, by a load of its own, or by one it shares. Runs on the request's thread and lets it wait at most for
 * its budget; a load without an answer is unknown, never 'no session'.
 */
final class Loads {

    /**
     * @param copy the copy, entered for the request; null: there is no such session
     * @param loaded whether the store was asked for it: then, and only then, the answer may vouch for this node
     */
    record Arrival(Copy copy, boolean loaded) {}

    private final NodeId node;
    private final LocalSessions sessions;
    private final SessionStore store;
    private final TimeSource time;
    private final Awaiter awaiter;
    private final Quiet quiet;

    Loads(NodeId node, LocalSessions sessions, SessionStore store, TimeSource time, Awaiter awaiter, Quiet quiet) {
        this.node = node;
        this.sessions = sessions;
        this.store = store;
        this.time = time;
        this.awaiter = awaiter;
        this.quiet = quiet;
    }

    /** A request with this id comes. {@code proven}: its cookie names this node. */
    Arrival find(String id, boolean proven, Budget budget) {
        while (true) {
            SessionEntry entry = sessions.entry(id);
            Step step = entry.begin(proven, time.now());
            if (step instanceof Step.Serve serve) {
                return new Arrival(serve.copy(), false);
            }
            LoadTicket.Result result = carryOut(entry, step, budget);
            if (result instanceof LoadTicket.Served served) {
                return new Arrival(served.copy(), true);
            }
            if (result instanceof LoadTicket.NoSession) {
                sessions.clearAway(entry);
                return new Arrival(null, true);
            }
        }
    }

    private LoadTicket.Result carryOut(SessionEntry entry, Step step, Budget budget) {
        if (step instanceof Step.Lead lead) {
            return lead(entry, lead, budget);
        }
        if (step instanceof Step.Join join) {
            return join(join.ticket(), budget);
        }
        if (step instanceof Step.WaitFor other) {
            awaiter.await(settled(other.ticket()), budget);
        }
        return new LoadTicket.Again();
    }

    /** What it brings is entered for this request too: if it comes when nobody waits any more, the request leaves it at once. */
    private LoadTicket.Result join(LoadTicket ticket, Budget budget) {
        try {
            return awaiter.await(ticket.done(), budget);
        } catch (StoreUnavailableException e) {
            ticket.done().thenAccept(result -> {
                if (result instanceof LoadTicket.Served served) {
                    served.copy().leave();
                }
            });
            throw e;
        }
    }

    private LoadTicket.Result lead(SessionEntry entry, Step.Lead lead, Budget budget) {
        LoadTicket ticket = lead.ticket();
        try {
            if (lead.after() != null) {
                awaiter.await(settled(lead.after()), budget);
            }
            SessionStore.Load load = entry.send(ticket, node, quiet.hasLastedLongEnough(), time.now());
            LoadTicket.Result result = entry.answered(ticket, awaiter.await(store.load(load), budget), time.now());
            ticket.done().complete(result);
            return result;
        } catch (RuntimeException e) {
            entry.failed(ticket);
            sessions.clearAway(entry);
            ticket.done().completeExceptionally(e);
            throw e;
        }
    }

    /** Over, one way or the other. */
    private static CompletableFuture<Void> settled(LoadTicket ticket) {
        return ticket.done().handle((result, failure) -> null);
    }
}
