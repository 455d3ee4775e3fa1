package dev.limpet.session.explorer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

import dev.limpet.session.SessionStore;

/** What can happen next in a world, always in the same order. */
final class Steps {

    private enum Kind {
        SEND,
        BEGIN,
        GO_ON,
        ANSWER,
        GIVE_UP,
        RUN,
        ARRIVE,
        LOSE,
        HEAR,
        BEAT,
        END_LEASES,
        CRASH,
        EXPIRE,
        PASS
    }

    private static final Kind[] KINDS = Kind.values();

    private final World world;
    private final Scenario scenario;
    private List<Step> found;

    Steps(World world) {
        this.world = world;
        this.scenario = world.scenario;
    }

    List<Step> all() {
        found = new ArrayList<>();
        for (Call call : world.calls) {
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
        ofAll();
        return found;
    }

    private void ofAll() {
        if (world.mayExpireDrops()) {
            add(id(Kind.EXPIRE, 0, 0), Footprint.EVERYTHING, () -> "the drops expire in the store", world::expireDrops);
        }
        if (world.now < scenario.leasesPassing() * Host.LEASE_MILLIS) {
            int millis = scenario.beats() > 0 ? Host.LEASE_MILLIS / 2 : Host.LEASE_MILLIS;
            add(id(Kind.PASS, 0, 0), Footprint.TIME, () -> millis + " ms pass", () -> world.passTime(millis));
        }
    }

    /** One of them. */
    Step withId(long id) {
        found = new ArrayList<>();
        int who = (int) (id >> 8 & 0xff);
        switch (KINDS[(int) (id & 0xff)]) {
            case SEND -> of(world.browsers[world.requests[who].client]);
            case BEGIN, GO_ON, ANSWER, GIVE_UP -> of(world.requests[who]);
            case RUN, ARRIVE, LOSE -> world.calls.forEach(this::of);
            case HEAR, BEAT, END_LEASES, CRASH -> of(world.hosts[who]);
            case EXPIRE, PASS -> ofAll();
        }
        for (Step step : found) {
            if (step.id() == id) {
                return step;
            }
        }
        throw new IllegalStateException("a step that was possible is not");
    }

    private void add(long id, long needs, Supplier<String> label, Supplier<Fiber> action) {
        found.add(new Step(id, needs, label, action));
    }

    private static long id(Kind kind, int who, long what) {
        return what << 16 | (long) who << 8 | kind.ordinal();
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
                        id(Kind.SEND, next, host.number),
                        Footprint.browser(request.client)
                                | awaited(browser)
                                | (host.number == 2 ? Footprint.touched(1) : 0),
                        () -> request + " is sent to " + host + " with proof " + browser.proof(),
                        () -> send(browser, request, host));
            }
        }
    }

    /** Which of its requests a client waits for. */
    private long awaited(Browser browser) {
        long all = 0;
        for (int i = 0; i < browser.client.ops().size(); i++) {
            all |= Footprint.awaited(world.requests[browser.firstRequest + i]);
        }
        return all;
    }

    private Fiber send(Browser browser, Request request, Host host) {
        world.footprint
                .reading(Footprint.ACKED)
                .writing(Footprint.browser(request.client) | Footprint.touched(host.number))
                .writing(Footprint.request(request) | Footprint.sent(request) | Footprint.awaited(request));
        browser.send(request);
        request.phase = Request.Phase.ARRIVED;
        request.host = host;
        request.fenced = request.proof == host;
        request.acked = world.acked;
        request.owed = !browser.client.cookies() || scenario.isAlone() || world.everybodyHasHeard();
        return null;
    }

    private void of(Request request) {
        switch (request.phase) {
            case ARRIVED ->
                add(
                        id(Kind.BEGIN, request.number, 0),
                        Footprint.request(request),
                        () -> request + " begins",
                        () -> begin(request));
            case WORKING -> {
                boolean called =
                        request.waiting != null && !request.waiting.answer().isDone();
                if (!called) {
                    add(
                            id(Kind.GO_ON, request.number, 0),
                            Footprint.request(request) | Footprint.node(request.host),
                            () -> request + " goes on" + where(request),
                            () -> request.fiber);
                }
            }
            case ANSWERED ->
                add(
                        id(Kind.ANSWER, request.number, 0),
                        Footprint.request(request),
                        () -> request + " is answered",
                        () -> world.respond(request));
            default -> {}
        }
        if (world.giveUps > 0 && request.isUnderWay() && !request.gaveUp) {
            add(
                    id(Kind.GIVE_UP, request.number, 0),
                    Footprint.GIVE_UPS | Footprint.awaited(request),
                    () -> request + " is given up by its client",
                    () -> giveUp(request));
        }
    }

    private static String where(Request request) {
        return request.stop == Request.Stop.NOWHERE
                ? ""
                : " " + request.stop.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private Fiber giveUp(Request request) {
        world.footprint.writing(Footprint.GIVE_UPS | Footprint.awaited(request));
        world.giveUps--;
        request.gaveUp = true;
        return null;
    }

    private Fiber begin(Request request) {
        if (request.op == Op.STATIC) {
            world.footprint.writing(Footprint.request(request));
            request.phase = Request.Phase.ANSWERED;
            return null;
        }
        return world.begin(request);
    }

    private void of(Call call) {
        long needs = call.request == null ? Footprint.node(call.host) : Footprint.calls(call.request);
        int who = call.request == null ? Footprint.MOST_REQUESTS + call.host.number : call.request.number;
        long what = call.kind.ordinal() * 2L + (call.abandoned ? 1 : 0);
        if (!call.hasRun()) {
            add(
                    id(Kind.RUN, who, what),
                    needs,
                    () -> call + " runs in the store" + (call.abandoned ? " after all" : ""),
                    () -> world.run(call));
        } else {
            add(id(Kind.ARRIVE, who, what), needs, () -> call + " is answered", () -> world.arrive(call));
        }
        if (world.lostAnswers > 0 && call.request != null && !call.abandoned) {
            add(
                    id(Kind.LOSE, who, what),
                    needs | Footprint.LOST_ANSWERS,
                    () -> call + " gets no answer",
                    () -> world.lose(call));
        }
    }

    private void of(Host host) {
        Set<SessionStore.Drop> named = new HashSet<>();
        for (Host.Message message : host.inbox) {
            SessionStore.Drop drop = message.drop();
            if (named.add(drop)) {
                add(
                        id(Kind.HEAR, host.number, number(drop)),
                        Footprint.inbox(host),
                        () -> host + " hears the drop of " + name(drop),
                        () -> world.hear(host, message));
            }
        }
        if (host.number == 0 && host.beat == null && world.beats > 0) {
            add(
                    id(Kind.BEAT, host.number, 0),
                    Footprint.BEATS | Footprint.node(host),
                    () -> "a beat of " + host + " runs in the store",
                    () -> world.beat(host));
        }
        if (world.leaseEnds > 0) {
            add(
                    id(Kind.END_LEASES, host.number, 0),
                    Footprint.LEASE_ENDS,
                    () -> "the leases of " + host + " end",
                    () -> world.endLeases(host));
        }
        if (world.crashes > 0 && (!host.copies().isEmpty() || !world.isUntouched(host.number))) {
            add(
                    id(Kind.CRASH, host.number, 0),
                    Footprint.EVERYTHING,
                    () -> host + " dies and starts anew",
                    () -> world.crash(host));
        }
    }

    private static long number(SessionStore.Drop drop) {
        long epoch = drop.epoch() == SessionStore.INFINITE ? -1 : drop.epoch();
        return epoch << 1 | (drop.id().equals(World.IDS[0]) ? 0 : 1);
    }

    private static String name(SessionStore.Drop drop) {
        return drop.id() + " epoch " + (drop.epoch() == SessionStore.INFINITE ? "infinity" : drop.epoch());
    }
}
