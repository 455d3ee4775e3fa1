package dev.limpet.session.explorer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import dev.limpet.session.SessionStore;

/** What can happen next in a world, always in the same order. */
final class Steps {

    private final World world;
    private final Scenario scenario;
    private List<Step> found;

    Steps(World world) {
        this.world = world;
        this.scenario = world.scenario;
    }

    List<Step> all() {
        found = new ArrayList<>();
        for (Call call : List.copyOf(world.calls)) {
            of(call);
        }
        for (Request request : world.requests) {
            of(request);
        }
        for (Browser browser : world.browsers) {
            of(browser);
        }
        for (Host host : world.hosts) {
            of(host);
        }
        if (world.mayExpireDrops()) {
            add(() -> "the drops expire in the store", world::expireDrops);
        }
        if (world.now < scenario.leasesPassing() * Host.LEASE_MILLIS) {
            int millis = scenario.beats() > 0 ? Host.LEASE_MILLIS / 2 : Host.LEASE_MILLIS;
            add(() -> millis + " ms pass", () -> world.passTime(millis));
        }
        return found;
    }

    private void add(Supplier<String> label, Supplier<Fiber> action) {
        found.add(new Step(label, action));
    }

    /** The client sends its next request; the balancer takes it anywhere. */
    private void of(Browser browser) {
        int next = browser.next(world.requests);
        if (next < 0) {
            return;
        }
        Request request = world.requests[next];
        for (Host host : world.hosts) {
            boolean strayed = scenario.affine() && !browser.wouldProve(host);
            boolean likeAnother = host.number == 2 && world.isUntouched(1);
            if (!strayed && !likeAnother) {
                add(
                        () -> request + " is sent to " + host + " with proof " + browser.proof(),
                        () -> send(browser, request, host));
            }
        }
    }

    private Fiber send(Browser browser, Request request, Host host) {
        browser.send(request);
        request.phase = Request.Phase.ARRIVED;
        request.host = host;
        request.fenced = request.proof == host;
        request.acked = world.acked;
        request.owed = !browser.client.cookies() || world.everybodyHasHeard();
        return null;
    }

    private void of(Request request) {
        switch (request.phase) {
            case ARRIVED -> add(() -> request + " begins", () -> begin(request));
            case WORKING -> {
                boolean called =
                        request.waiting != null && !request.waiting.answer().isDone();
                if (!called) {
                    add(() -> request + " goes on" + where(request), () -> request.fiber);
                }
            }
            case ANSWERED -> add(() -> request + " is answered", () -> world.respond(request));
            default -> {}
        }
        if (world.giveUps > 0 && request.isUnderWay() && !request.gaveUp) {
            add(() -> request + " is given up by its client", () -> {
                world.giveUps--;
                request.gaveUp = true;
                return null;
            });
        }
    }

    private static String where(Request request) {
        return request.stop == Request.Stop.NOWHERE
                ? ""
                : " " + request.stop.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private Fiber begin(Request request) {
        if (request.op == Op.STATIC) {
            request.phase = Request.Phase.ANSWERED;
            return null;
        }
        return world.begin(request);
    }

    private void of(Call call) {
        if (!call.hasRun()) {
            add(() -> call + " runs in the store" + (call.abandoned ? " after all" : ""), () -> world.run(call));
        } else {
            add(() -> call + " is answered", () -> world.arrive(call));
        }
        if (world.lostAnswers > 0 && call.request != null && !call.abandoned) {
            add(() -> call + " gets no answer", () -> world.lose(call));
        }
    }

    private void of(Host host) {
        for (Host.Message message : List.copyOf(host.inbox)) {
            add(() -> host + " hears the drop of " + name(message.drop()), () -> world.hear(host, message));
        }
        if (host.number == 0 && host.beat == null && world.beats > 0) {
            add(() -> "a beat of " + host + " runs in the store", () -> world.beat(host));
        }
        if (world.leaseEnds > 0) {
            add(() -> "the leases of " + host + " end", () -> world.endLeases(host));
        }
        if (world.crashes > 0 && (!host.copies().isEmpty() || !world.isUntouched(host.number))) {
            add(() -> host + " dies and starts anew", () -> world.crash(host));
        }
    }

    private static String name(SessionStore.Drop drop) {
        return drop.id() + " epoch " + (drop.epoch() == SessionStore.INFINITE ? "infinity" : drop.epoch());
    }
}
