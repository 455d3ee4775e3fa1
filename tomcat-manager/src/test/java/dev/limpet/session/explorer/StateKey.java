package dev.limpet.session.explorer;

import java.util.Comparator;

import dev.limpet.session.Copy;

/** What tells the states of a world apart, as two hashes of it. */
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
    String pending(Copy copy) {
        StringBuilder out = new StringBuilder();
        new Reach(out).write(Reach.read(copy.content(), "pending"));
        return out.toString();
    }

    Key key() {
        return hash(text());
    }

    String text() {
        StringBuilder out = new StringBuilder(1024);
        Reach reach = new Reach(out);
        out.append(world.now).append(' ').append(world.mayExpireDrops());
        out.append(world.giveUps)
                .append(world.crashes)
                .append(world.beats)
                .append(world.leaseEnds)
                .append(world.lostAnswers);
        out.append(' ').append(world.acked).append(' ').append(world.applied).append(' ');
        for (Browser browser : world.browsers) {
            browser.appendTo(out);
        }
        reach.root(world.store.asNodesSeeIt(), world.scenario.beats() > 0);
        for (Host host : world.hosts) {
            write(host, out, reach);
        }
        for (Request request : world.requests) {
            write(request, out, reach);
        }
        for (Call call : world.calls.stream().sorted(CALLS).toList()) {
            write(call, out, reach);
        }
        return out.toString();
    }

    private void write(Host host, StringBuilder out, Reach reach) {
        reach.at(host.now());
        out.append('\n').append(host.letter).append(host.incarnation).append(host.beat != null);
        reach.write(host.node);
        reach.write(host.heard);
        host.inbox.stream().map(message -> message.drop().toString()).sorted().forEach(out::append);
        host.unheard.stream()
                .map(message -> message.drop().toString() + (world.now - message.time()))
                .sorted()
                .forEach(out::append);
    }

    private void write(Request request, StringBuilder out, Reach reach) {
        out.append('\n').append(request.phase).append(request.acked);
        out.append(request.owed).append(request.gaveUp).append(request.nothing);
        if (!request.isUnderWay()) {
            return;
        }
        reach.at(request.host.now());
        out.append(request.host)
                .append(request.host.incarnation)
                .append(request.id)
                .append(request.fenced);
        out.append(request.proof == null ? "-" : request.proof.letter);
        out.append(request.stop).append(request.loadLeft).append(request.applied);
        if (world.scenario.affine()) {
            out.append(' ').append(request.trips);
        }
        out.append(request.loaded)
                .append(request.absent)
                .append(request.given)
                .append(request.served)
                .append(request.refused);
        out.append(request.x).append(request.y);
        reach.write(request.copy);
        if (request.waiting != null) {
            out.append(request.waiting.where());
            reach.write(request.waiting.answer());
        }
    }

    private void write(Call call, StringBuilder out, Reach reach) {
        reach.at(call.host.now());
        out.append('\n').append(call.kind).append(call.host).append(call.abandoned);
        out.append(call.request == null ? -1 : call.request.number).append(' ');
        reach.write(call.command);
        if (call.hasRun()) {
            out.append(call.applied).append(' ');
            reach.write(call.outcome());
        }
        if (!call.abandoned) {
            out.append(Math.min(Host.LEASE_MILLIS, call.host.now().millis() - call.sentMillis))
                    .append(' ');
            out.append(call.unsaved);
            reach.write(call.memory);
        }
    }

    private static Key hash(String text) {
        long a = 1;
        long b = 2;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            a = (a ^ c) * 0x9E3779B97F4A7C15L;
            a ^= a >>> 29;
            b = (b + c) * 0xC2B2AE3D27D4EB4FL;
            b ^= b >>> 31;
        }
        return new Key(a, b);
    }
}
