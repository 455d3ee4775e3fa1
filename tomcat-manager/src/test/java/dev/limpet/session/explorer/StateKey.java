package dev.limpet.session.explorer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.limpet.session.Copy;

/**
 * What tells the states of a world apart, as two hashes of it. Left out is what nothing that follows depends on: of a request that is over, all but what a
 * change that is still under way is judged by; how old something is, if it cannot get as old as a lease any more.
 */
final class StateKey {

    /** 128 bits: that two of a few million states have the same is out of the question. */
    record Key(long a, long b) {}

    /** In what order calls have left makes no difference. */
    private static final Comparator<Call> CALLS = Comparator.<Call>comparingInt(
                    call -> call.request == null ? -1 : call.request.number)
            .thenComparing(call -> call.kind)
            .thenComparing(call -> call.abandoned)
            .thenComparing(call -> call.hasRun())
            .thenComparingLong(call -> call.sentMillis);

    private final World world;

    StateKey(World world) {
        this.world = world;
    }

    /** The changes of a copy that are not yet saved, each with its number. */
    Key pending(Copy copy) {
        Digest out = new Digest();
        new Reach(out, false).write(Reach.read(copy.content(), "pending"));
        return out.key();
    }

    Key key() {
        Digest out = new Digest();
        Reach reach = new Reach(out, world.beats > 0);
        out.put(world.now);
        out.put(world.giveUps)
                .put(world.crashes)
                .put(world.beats)
                .put(world.leaseEnds)
                .put(world.lostAnswers);
        out.put(world.acked).put(world.applied);
        for (Browser browser : world.browsers) {
            browser.writeTo(out);
        }
        reach.root(world.store.asNodesSeeIt());
        if (world.beats > 0) {
            out.put(world.dropAge());
        }
        boolean owing = world.outlook.willAskWhoHasHeard();
        for (Host host : world.hosts) {
            write(host, owing, out, reach);
        }
        for (Request request : world.requests) {
            write(request, out, reach);
        }
        for (Call call : sorted(world.calls)) {
            write(call, out, reach);
        }
        return out.key();
    }

    private static List<Call> sorted(List<Call> calls) {
        if (calls.size() < 2) {
            return calls;
        }
        List<Call> sorted = new ArrayList<>(calls);
        sorted.sort(CALLS);
        return sorted;
    }

    private void write(Host host, boolean owing, Digest out, Reach reach) {
        reach.at(host);
        out.put(host.incarnation).put(host.beat != null);
        out.put(world.scenario.tellsUntouchedNodes() && world.isUntouched(host.number));
        reach.write(host.node);
        reach.write(host.heard);
        drops(host.inbox, false, out);
        if (owing) {
            drops(host.unheard, true, out);
        }
    }

    private void drops(List<Host.Message> messages, boolean withAge, Digest out) {
        if (messages.size() < 2) {
            messages.forEach(message -> write(message, withAge, out));
        } else {
            messages.stream()
                    .sorted(Comparator.comparing(
                                    (Host.Message message) -> message.drop().toString())
                            .thenComparing(Host.Message::time))
                    .forEach(message -> write(message, withAge, out));
        }
        out.put(messages.size());
    }

    private void write(Host.Message message, boolean withAge, Digest out) {
        out.put(message.drop().id()).put(message.drop().epoch());
        out.put(withAge ? world.outlook.age(world.now - message.time()) : 0);
    }

    private void write(Request request, Digest out, Reach reach) {
        out.put(request.phase);
        switch (request.phase) {
            case UNSENT -> {}
            case DONE -> writeDone(request, out);
            default -> writeUnderWay(request, out, reach);
        }
    }

    /** By what others are judged that undo it, or by what a change of its own that is still to be saved. */
    private void writeDone(Request request, Digest out) {
        if (!request.op.changes()) {
            return;
        }
        out.put(request.acked).put(request.refused);
        if (request.refused) {
            out.put(request.fenced).put(request.applied);
        }
        if (world.outlook.mayBeUndone(request)) {
            out.put(request.host.number).put(request.host.incarnation);
        }
    }

    private void writeUnderWay(Request request, Digest out, Reach reach) {
        reach.at(request.host);
        out.put(request.acked)
                .put(request.owed && !request.gaveUp)
                .put(request.gaveUp)
                .put(request.nothing)
                .put(request.host.number)
                .put(request.host.incarnation)
                .put(request.id)
                .put(request.fenced)
                .put(request.stop);
        if (request.copy == null) {
            out.put(request.loadLeft);
        }
        if (request.op.changes()) {
            out.put(request.applied).put(world.appliedWhenServed(request));
            out.put(request.lastLoad == null ? 0 : request.lastLoad.applied);
        }
        if (world.scenario.affine()) {
            out.put(request.trips);
        }
        out.put(request.loaded)
                .put(request.absent)
                .put(request.given)
                .put(request.served)
                .put(request.refused);
        reach.write(request.x);
        reach.write(request.y);
        reach.write(request.copy);
        if (request.waiting != null) {
            out.put(request.waiting.where());
            reach.write(request.waiting.answer());
        }
    }

    private void write(Call call, Digest out, Reach reach) {
        reach.at(call.host);
        out.put(call.kind).put(call.host.number).put(call.host.incarnation).put(call.abandoned);
        out.put(call.request == null ? -1 : call.request.number);
        if (call.hasRun()) {
            out.put(world.outlook.isJudgedByLoads(call.host) ? call.applied : 0);
            reach.write(call.outcome());
        }
        if (!call.hasRun() || call.kind != Call.Kind.LOAD) {
            reach.write(call.command);
        }
        if (!call.abandoned) {
            out.put(world.outlook.ageAtNode(call.host.moment().millis() - call.sentMillis));
            out.put(call.unsaved.a()).put(call.unsaved.b());
            reach.write(call.memory);
        }
    }
}
