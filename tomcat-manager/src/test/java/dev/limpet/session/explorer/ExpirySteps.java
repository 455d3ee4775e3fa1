package dev.limpet.session.explorer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.limpet.session.ExplorerAccess;
import dev.limpet.session.SessionNode;
import dev.limpet.session.SessionStore;

/** What can happen next on a session's way to its end, always in the same order. */
final class ExpirySteps {

    private static final int A = ExpiryWorld.A;
    private static final int B = ExpiryWorld.B;
    private static final int C = ExpiryWorld.C;

    private final ExpiryWorld world;
    private final ExpiryChecks checks;
    private List<ExpiryStep> found;
    /** The tick of A's last beat: another one would change nothing. */
    private int beaten;

    private int crashes;
    private int stalls;
    private int outages;
    private int cuts;
    private int kills;
    private int lates;
    private int logins;

    ExpirySteps(ExpiryWorld world) {
        this.world = world;
        this.checks = world.checks;
        crashes = world.scenario.crashes();
        stalls = world.scenario.stalls();
        outages = world.scenario.outages();
        cuts = world.scenario.cuts();
        kills = world.scenario.kills();
        lates = world.scenario.lates();
        logins = world.scenario.logins();
    }

    List<ExpiryStep> all() {
        found = new ArrayList<>();
        if (!checks.again) {
            user();
            housekeeping();
        }
        for (ExpiryWorld.Write write : List.copyOf(world.flying)) {
            if (!world.down) {
                add(ExpiryStep.Kind.WORK, write + " runs in the store", () -> arrive(write));
            }
        }
        for (int node = B; node <= C; node++) {
            sweeper(node);
        }
        if (!checks.again) {
            faults();
        }
        if (timeMayPass()) {
            if (world.running && world.reaches(A)) {
                add(ExpiryStep.Kind.TIME, "A beats and tells uses, a tick passes", () -> {
                    beat();
                    return tick();
                });
            }
            add(ExpiryStep.Kind.TIME, "a tick passes", this::tick);
        }
        return found;
    }

    private void add(ExpiryStep.Kind kind, String name, Supplier<Fiber> action) {
        found.add(new ExpiryStep(kind, world.now, name, action));
    }

    private static String name(int node) {
        return "ABC".substring(node, node + 1);
    }

    // ---------------------------------------------------------------------------------------------------- in order

    private void user() {
        if (world.running) {
            add(ExpiryStep.Kind.USER, "the user comes to A", () -> visit(A, false));
            if (world.flying.isEmpty() && world.reaches(A)) {
                add(ExpiryStep.Kind.USER, "the user comes to A and changes something", () -> visit(A, true));
            }
        }
        if (!world.down) {
            add(ExpiryStep.Kind.USER, "the user comes to B", () -> visit(B, false));
        }
    }

    private Fiber visit(int node, boolean changes) {
        SessionNode.Found visited = world.find(node, node == A && world.cookieOfA);
        if (visited == null) {
            return null;
        }
        if (visited.copy() == null) {
            checks.absent();
            return null;
        }
        if (visited.loaded()) {
            checks.loaded(node);
        } else {
            checks.servedFromMemory();
        }
        return changes ? world.change(visited.copy()) : null;
    }

    private void housekeeping() {
        if (!world.running || !world.reaches(A)) {
            return;
        }
        for (SessionStore.Drop drop : List.copyOf(world.inbox)) {
            add(ExpiryStep.Kind.HOUSEKEEPING, "A hears its drop", () -> {
                world.inbox.remove(drop);
                world.nodes[A].node.heard(drop);
                checks.heard();
                return null;
            });
        }
        if (world.now == beaten && world.inbox.isEmpty()) {
            return;
        }
        add(ExpiryStep.Kind.HOUSEKEEPING, "A beats and tells uses", this::beat);
    }

    private Fiber beat() {
        boolean drops = !world.inbox.isEmpty();
        beaten = world.now;
        if (world.beat(A) && drops) {
            checks.heard();
        }
        world.nodes[A].node.tellUses();
        return null;
    }

    private Fiber arrive(ExpiryWorld.Write write) {
        boolean alive = checks.isAlive();
        world.flying.remove(write);
        write.script.run();
        if (alive) {
            checks.arrived(write.isSave() && write.tellsUse);
        }
        return write.fiber;
    }

    private void sweeper(int node) {
        ExpiryWorld.Sweeper sweeper = world.nodes[node];
        if (world.down && sweeper.work != ExpiryWorld.Work.HOLDS) {
            return;
        }
        switch (sweeper.work) {
            case IDLE -> {
                if ((claimer() != null || isDue(0)) && !checks.again) {
                    add(ExpiryStep.Kind.WORK, name(node) + " sweeps", () -> world.sweep(node));
                }
            }
            case FOUND ->
                add(ExpiryStep.Kind.WORK, name(node) + " claims it", () -> {
                    boolean alive = checks.isAlive();
                    Fiber next = world.goOn(sweeper);
                    if (sweeper.node.id().equals(claimer()) && !checks.again) {
                        checks.claimed(alive);
                    }
                    sweeper.stalled = false;
                    return next;
                });
            case HOLDS -> add(ExpiryStep.Kind.WORK, name(node) + " calls the listeners", () -> world.goOn(sweeper));
            case FIRED -> add(ExpiryStep.Kind.WORK, name(node) + " finishes", () -> world.goOn(sweeper));
        }
    }

    private Object claimer() {
        ExplorerAccess.Life life = world.store.life(ExpiryWorld.ID);
        return life == null ? null : life.claimer();
    }

    /** Whether a sweep should have something to do for this long. */
    private boolean isDue(int ticks) {
        ExplorerAccess.Life life = world.store.life(ExpiryWorld.ID);
        if (life == null) {
            return false;
        }
        long since = life.claimer() == null
                ? world.ticksSince(life.access()) - ExpiryWorld.MAX_INACTIVE
                : world.ticksSince(life.claimEnd());
        return since >= ticks;
    }

    private boolean isWorking(ExpiryWorld.Sweeper sweeper) {
        return sweeper.work == ExpiryWorld.Work.HOLDS || sweeper.work == ExpiryWorld.Work.FIRED;
    }

    // ------------------------------------------------------------------------------------------------------- faults

    private void faults() {
        for (int node = B; node <= C; node++) {
            int n = node;
            ExpiryWorld.Sweeper sweeper = world.nodes[node];
            if (crashes > 0 && !world.down && (isWorking(sweeper) || world.now < sweeper.quietUntil)) {
                add(ExpiryStep.Kind.FAULT, name(node) + " dies and starts anew", () -> {
                    crashes--;
                    checks.excused |= isWorking(sweeper);
                    world.start(n);
                    return null;
                });
            }
            if (stalls > 0 && sweeper.work != ExpiryWorld.Work.IDLE) {
                add(ExpiryStep.Kind.FAULT, name(node) + " stalls", () -> {
                    stalls--;
                    sweeper.stalled = true;
                    return null;
                });
            }
        }
        if (logins > 0 && !world.down && world.store.life(ExpiryWorld.ID) == null) {
            add(ExpiryStep.Kind.FAULT, "the user logs in, the same id is taken again", () -> {
                logins--;
                checks.again = true;
                world.createNext();
                return null;
            });
        }
        if (kills > 0) {
            add(ExpiryStep.Kind.FAULT, "A is killed", () -> {
                kills--;
                world.running = false;
                world.inbox.clear();
                return null;
            });
        }
        for (ExpiryWorld.Write write : world.flying) {
            if (lates > 0 && !write.late) {
                add(ExpiryStep.Kind.FAULT, write + " is held up", () -> {
                    lates--;
                    write.late = true;
                    checks.leftAlone();
                    return null;
                });
            }
        }
        outages();
    }

    private void outages() {
        if (world.down || world.cut) {
            add(ExpiryStep.Kind.REPAIR, "the store is back", () -> {
                int last = world.cut ? A : C;
                world.down = false;
                world.cut = false;
                for (int node = A; node <= last; node++) {
                    world.nodes[node].quietUntil = world.now + ExpiryWorld.GRACE;
                    if (node != A || world.running) {
                        world.beat(node);
                    }
                }
                return null;
            });
            return;
        }
        if (cuts > 0) {
            add(ExpiryStep.Kind.FAULT, "A is cut off from the store", () -> {
                cuts--;
                world.cut = true;
                checks.leftAlone();
                world.beat(A);
                return null;
            });
        }
        if (outages > 0) {
            add(ExpiryStep.Kind.FAULT, "the store is down for all", this::goDown);
        }
    }

    private Fiber goDown() {
        outages--;
        world.down = true;
        world.downSince = world.now;
        for (int node = A; node <= C; node++) {
            world.beat(node);
        }
        List<ExpiryWorld.Write> lost = List.copyOf(world.flying);
        world.flying.clear();
        Fiber waits = null;
        for (ExpiryWorld.Write write : lost) {
            write.loss.run();
            waits = write.fiber == null ? waits : write.fiber;
        }
        return waits;
    }

    // --------------------------------------------------------------------------------------------------------- time

    private boolean timeMayPass() {
        if (checks.again && isDue(-1)) {
            return false; // else the new session, which nobody uses, would be ended in good order
        }
        if (world.down && world.now >= world.downSince + ExpiryWorld.OUTAGE) {
            return false;
        }
        for (ExpiryWorld.Write write : world.flying) {
            if (world.reaches(A) && !write.late && world.now >= write.sent + ExpiryWorld.FLIGHT) {
                return false;
            }
        }
        for (int node = B; node <= C; node++) {
            ExpiryWorld.Sweeper sweeper = world.nodes[node];
            boolean reached = !world.down || sweeper.work == ExpiryWorld.Work.HOLDS;
            boolean has =
                    sweeper.work == ExpiryWorld.Work.FOUND || isWorking(sweeper) && world.now >= sweeper.holdsUntil;
            if (has && reached && !sweeper.stalled) {
                return false;
            }
            boolean overslept = world.now >= sweeper.quietUntil && isDue(ExpiryWorld.PAD + 1) && !checks.again;
            if (sweeper.work == ExpiryWorld.Work.IDLE && !world.down && overslept) {
                return false;
            }
        }
        return true;
    }

    private Fiber tick() {
        if (world.running && world.reaches(A)) {
            world.nodes[A].node.tellUses();
        }
        world.now++;
        if (world.running && !world.reaches(A)) {
            world.beat(A);
        }
        for (int node = B; node <= C; node++) {
            ExpiryWorld.Sweeper sweeper = world.nodes[node];
            checks.excused |= isWorking(sweeper) && world.now > sweeper.holdsUntil;
            world.beat(node);
        }
        return null;
    }
}
