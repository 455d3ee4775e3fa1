package dev.limpet.session.explorer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.limpet.session.Copy;
import dev.limpet.session.ExplorerAccess;
import dev.limpet.session.NodeId;
import dev.limpet.session.SessionStore;

/**
 * One run of a scenario through the real protocol classes: nodes, the store, all that is on its way between them, and the clients. Goes from step to step as
 * it is told. Touched by the holder of its baton alone.
 */
final class World {

    /** The session's id at the beginning, and the one that a login gives it: of one bucket, since their hash codes are equal. */
    static final String[] IDS = {"Aa", "BB"};

    private static final String BIRTH = "birth";
    private static final NodeId STRANGER = new NodeId("Z", "0");

    final Scenario scenario;
    final ExplorerAccess.Store store;
    final Host[] hosts;
    final Request[] requests;
    final Browser[] browsers;
    final List<Call> calls = new ArrayList<>();
    final Outlook outlook;
    final Stops stops;
    final StateKey keys;
    final Checks checks;

    /** Of the step that is being carried out. */
    Footprint footprint = new Footprint();
    /** Of the last step. */
    Footprint taken;

    int now;
    int giveUps;
    int crashes;
    int beats;
    int leaseEnds;
    int lostAnswers;
    int acked;
    int applied;

    private final Baton baton;
    private final Steps steps;
    private final Function<World, Step> chooser;
    private final Map<Copy, Integer> appliedByCopy = new IdentityHashMap<>();
    private final Map<Fiber, Request> byFiber = new HashMap<>();
    private Fiber running;
    private long storeAhead;
    private int lastDrop;
    private boolean droppedSinceExpiry = true;
    private boolean beginning = true;

    /** @param chooser decides at each turn what happens next; null: enough */
    World(Scenario scenario, Function<World, Step> chooser) {
        this.scenario = scenario;
        this.chooser = chooser;
        this.store = new ExplorerAccess.Store(
                () -> 1_000_000L + now + storeAhead, Duration.ofDays(1), Duration.ofDays(1), this::publish);
        this.baton = new Baton(this::schedule);
        this.steps = new Steps(this);
        this.checks = new Checks(this);
        this.outlook = new Outlook(this);
        this.stops = new Stops(this);
        this.keys = new StateKey(this);
        this.hosts = new Host[scenario.nodes()];
        this.requests = new Request[scenario.requests()];
        this.browsers = new Browser[scenario.clients().size()];
        giveUps = scenario.giveUps();
        crashes = scenario.crashes();
        beats = scenario.beats();
        leaseEnds = scenario.leaseEnds();
        lostAnswers = scenario.lostAnswers();
        for (int i = 0; i < hosts.length; i++) {
            hosts[i] = new Host(this, i, 0);
        }
        int number = 0;
        for (int c = 0; c < browsers.length; c++) {
            Client client = scenario.clients().get(c);
            browsers[c] = new Browser(client, number, client.cookies() ? hosts[0] : null);
            for (Op op : client.ops()) {
                requests[number] = new Request(number, c, op);
                number++;
            }
        }
    }

    /** From the beginning to where the chooser ends it. Throws what does not hold. */
    void run() throws Throwable {
        begin();
        beginning = false;
        baton.drive();
    }

    /** The first node has created the session and is home. With beats, it has lost it once since, heard of that by a beat and loaded it again. */
    private void begin() {
        Host first = hosts[0];
        SessionStore inner = store.asNodesSeeIt();
        byte[] zero = {0};
        Map<String, SessionStore.Change> changes = Map.of(
                ExplorerAccess.attribute("x"), new SessionStore.Change(zero, false),
                ExplorerAccess.attribute("y"), new SessionStore.Change(zero, false));
        inner.save(new SessionStore.Save(IDS[0], BIRTH, 0, false, first.id, 1, true, changes, 0));
        loadQuietly(first);
        if (scenario.beats() > 0) {
            inner.load(new SessionStore.Load(IDS[0], STRANGER, null, -1, false));
            first.node.beat();
            loadQuietly(first);
        }
        first.inbox.clear();
        first.unheard.clear();
    }

    private void loadQuietly(Host host) {
        host.node.find(IDS[0], false, host.node.budget()).copy().leave();
    }

    // ------------------------------------------------------------------------------------------------------ stepping

    private Fiber schedule() {
        while (true) {
            for (Request request : requests) {
                if (request.phase == Request.Phase.ANSWERED && isPrompt(browsers[request.client])) {
                    respond(request);
                }
            }
            taken = footprint;
            footprint = new Footprint();
            Step step = chooser.apply(this);
            if (step == null) {
                return null;
            }
            footprint = new Footprint().reading(step.needs());
            running = null;
            Fiber next = step.action().get();
            running = next;
            if (next != null) {
                Request request = byFiber.get(next);
                if (request != null) {
                    footprint.writing(Footprint.request(request) | Footprint.node(request.host));
                    request.waiting = null;
                    request.stop = Request.Stop.NOWHERE;
                }
                return next;
            }
        }
    }

    /** Whether answers may just as well reach the client at once: later would only mean that less is owed, and no cookie gets another value by it. */
    private boolean isPrompt(Browser browser) {
        Client client = browser.client;
        return scenario.crashes() == 0 && (client.parallel() == 1 || !client.cookies() || browser.hasSentAll());
    }

    List<Step> steps() {
        return steps.all();
    }

    /** The step with this id, which is possible. */
    Step step(long id) {
        return steps.withId(id);
    }

    Request running() {
        return running == null ? null : byFiber.get(running);
    }

    void stop(Request request, Request.Stop where) {
        request.stop = where;
        baton.stop();
    }

    /** Whoever runs waits for something. */
    void waits() {
        baton.stop();
    }

    boolean isBeginning() {
        return beginning;
    }

    /** A node has called the store. */
    void sent(Call call) {
        if (beginning) {
            call.run();
            call.arrive();
            return;
        }
        calls.add(call);
        if (call.request != null) {
            footprint.writing(Footprint.calls(call.request));
            call.request.trips++;
            if (call.kind == Call.Kind.LOAD) {
                call.request.lastLoad = call;
            }
        } else {
            footprint.writing(Footprint.STORE);
            call.run();
        }
    }

    private void publish(NodeId owner, SessionStore.Drop drop) {
        for (Host host : hosts) {
            if (host.id.equals(owner)) {
                host.publish(drop);
                lastDrop = now;
                droppedSinceExpiry |= host.number == 0;
            }
        }
    }

    // ------------------------------------------------------------------------------------------------- what steps do

    Fiber begin(Request request) {
        Visitor visitor = new Visitor(this, request);
        request.phase = Request.Phase.WORKING;
        request.fiber = baton.fiber(visitor::visit);
        byFiber.put(request.fiber, request);
        return request.fiber;
    }

    Fiber run(Call call) {
        footprint.writing(Footprint.STORE | Footprint.calls(call.request));
        if (call.kind == Call.Kind.LOAD) {
            call.applied = applied();
            call.run();
        } else {
            checks.around(call);
        }
        if (call.abandoned) {
            calls.remove(call);
        }
        return null;
    }

    Fiber arrive(Call call) {
        footprint.writing(call.request == null ? Footprint.node(call.host) : Footprint.calls(call.request));
        calls.remove(call);
        if (call.hasFailed()) {
            throw new Violation("a script that has been passed by a later one is answered");
        }
        workedThrough(call);
        call.arrive();
        return call.request == null ? call.host.beat : call.request.fiber;
    }

    /** What the node has worked through, if it does as it should, when it has this answer. */
    private void workedThrough(Call call) {
        Object outcome = call.outcome();
        if (call.command instanceof SessionStore.End end) {
            call.host.worked(end.id(), SessionStore.INFINITE);
        } else if (call.command instanceof SessionStore.Rename rename
                && (outcome instanceof SessionStore.Applied || outcome instanceof SessionStore.MovedOn)) {
            call.host.worked(rename.id(), SessionStore.INFINITE);
        } else if (call.command instanceof SessionStore.Save save && outcome instanceof SessionStore.MovedOn movedOn) {
            call.host.worked(save.id(), movedOn.epoch());
        } else if (outcome instanceof SessionStore.BeatAnswer answer) {
            answer.drops().values().forEach(drops -> drops.forEach(drop -> call.host.worked(drop.id(), drop.epoch())));
        }
    }

    /** The script may have run, or runs later, or never. */
    Fiber lose(Call call) {
        footprint.writing(Footprint.LOST_ANSWERS | Footprint.calls(call.request));
        lostAnswers--;
        if (call.hasRun()) {
            calls.remove(call);
        }
        call.abandoned = true;
        if (call.kind == Call.Kind.RENAME) {
            footprint.writing(Footprint.browser(call.request.client));
            browsers[call.request.client].sendsNoMore();
        }
        call.answer.completeExceptionally(ExplorerAccess.unavailable());
        return call.request.fiber;
    }

    Fiber hear(Host host, Host.Message message) {
        footprint.writing(Footprint.node(host));
        host.worked(message.drop().id(), message.drop().epoch());
        host.node.heard(message.drop());
        return null;
    }

    Fiber beat(Host host) {
        footprint.writing(Footprint.BEATS | Footprint.node(host));
        beats--;
        host.beat = baton.fiber(() -> {
            host.node.beat();
            host.beat = null;
        });
        return host.beat;
    }

    Fiber passTime(int millis) {
        footprint.writing(Footprint.TIME);
        now += millis;
        for (Host host : hosts) {
            footprint.writing(Footprint.inbox(host));
            host.unheard.removeIf(message -> now - message.time() >= Host.LEASE_MILLIS);
        }
        return null;
    }

    Fiber endLeases(Host host) {
        footprint.writing(Footprint.LEASE_ENDS | Footprint.node(host));
        leaseEnds--;
        host.clockAhead += Host.LEASE_MILLIS;
        return null;
    }

    /** A minute passes in the store; tombstones go with the drops, but no write is under way in a scenario in which this happens. */
    Fiber expireDrops() {
        storeAhead += 60_000;
        droppedSinceExpiry = false;
        return null;
    }

    Fiber crash(Host host) {
        footprint.writing(Footprint.EVERYTHING);
        crashes--;
        calls.removeIf(call -> call.host == host);
        for (Request request : requests) {
            if (request.host == host && request.isUnderWay()) {
                request.nothing = true;
                request.phase = Request.Phase.DONE;
                request.copy = null;
            }
        }
        hosts[host.number] = new Host(this, host.number, host.incarnation + 1);
        for (Browser browser : browsers) {
            browser.restarted(host, hosts[host.number]);
        }
        return null;
    }

    Fiber respond(Request request) {
        footprint
                .reading(Footprint.node(request.host))
                .writing(Footprint.request(request) | Footprint.awaited(request));
        if (!browsers[request.client].hasSentAll()) {
            footprint.writing(Footprint.browser(request.client));
        }
        if (!request.gaveUp) {
            checks.answer(request);
            browsers[request.client].receive(request);
        }
        request.phase = Request.Phase.DONE;
        request.copy = null;
        return null;
    }

    // --------------------------------------------------------------------------------------------------------- looks

    /** What was in the store when the script ran that has brought the request its copy. */
    int appliedWhenLoaded(Request request) {
        if (request.lastLoad != null && request.lastLoad.outcome() instanceof SessionStore.Loaded) {
            appliedByCopy.put(request.copy, request.lastLoad.applied);
        }
        return appliedByCopy.getOrDefault(request.copy, 0);
    }

    /** The same for a request that has not yet been told what it is served; 0: nobody knows yet. */
    int appliedWhenServed(Request request) {
        if (request.copy != null || request.waiting == null) {
            return 0;
        }
        Copy copy = ExplorerAccess.served(request.waiting.answer());
        return copy == null ? 0 : 1 + appliedByCopy.getOrDefault(copy, 0);
    }

    boolean everybodyHasHeard() {
        boolean all = true;
        for (Host host : hosts) {
            footprint.reading(Footprint.inbox(host));
            all &= host.unheard.isEmpty();
        }
        return all;
    }

    /** The requests whose writes are in the store. */
    int applied() {
        footprint.reading(Footprint.APPLIED);
        return applied;
    }

    /** Nothing has happened there yet. */
    boolean isUntouched(int host) {
        if (hosts[host].incarnation > 0) {
            return false;
        }
        for (Request request : requests) {
            if (request.phase != Request.Phase.UNSENT && request.host == hosts[host]) {
                return false;
            }
        }
        return true;
    }

    /** Whether what is kept of drops in the store may be gone, and somebody still asks for it: a minute is longer than any lease. */
    boolean mayExpireDrops() {
        return beats > 0 && storeAhead == 0 && now - lastDrop >= Host.LEASE_MILLIS;
    }

    /** Whether a change to the session is under way between that node and the store. */
    boolean isSaving(Host host, String sessionId) {
        for (Call call : calls) {
            if (call.host == host
                    && !call.abandoned
                    && call.command instanceof SessionStore.Save save
                    && save.id().equals(sessionId)) {
                return true;
            }
        }
        return false;
    }

    /** For how long no drop has been written into the store; less than 0: they have expired, and the first node may have got new ones since. */
    long dropAge() {
        return storeAhead == 0 ? outlook.age(now - lastDrop) : droppedSinceExpiry ? -2 : -1;
    }

    Integer stored(String sessionId, String attribute) {
        ExplorerAccess.Content content = store.look(sessionId);
        byte[] value = content == null ? null : content.values().get(ExplorerAccess.attribute(attribute));
        return value == null ? null : (int) value[0];
    }
}
