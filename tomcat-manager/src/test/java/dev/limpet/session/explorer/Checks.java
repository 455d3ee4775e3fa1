package dev.limpet.session.explorer;

import java.util.List;
import java.util.Objects;

import dev.limpet.session.Copy;
import dev.limpet.session.ExplorerAccess;
import dev.limpet.session.SessionStore;

/** What must hold, in every state and for every answer. */
final class Checks {

    private static final List<String> ATTRIBUTES = List.of("x", "y");
    private static final int INITIAL = 0;

    private final World world;

    Checks(World world) {
        this.world = world;
    }

    // -------------------------------------------------------------------------------------------------- every answer

    /** The answer is in its client's hands: P1, P2, P4, P5. */
    void answer(Request request) {
        if (!request.refused && request.op != Op.STATIC) {
            if (request.served) {
                for (Request other : world.requests) {
                    seen(request, other);
                }
            } else {
                absent(request);
            }
            trips(request);
        }
        boolean over = request.op == Op.LOGOUT && isOver();
        if (!request.refused && !request.nothing && (request.served || over) && request.op.changes()) {
            world.footprint.writing(Footprint.ACKED);
            world.acked |= request.bit();
        }
    }

    private boolean isOver() {
        world.footprint.reading(Footprint.STORE);
        return world.store.look(World.IDS[0]) == null && world.store.look(World.IDS[1]) == null;
    }

    private void seen(Request request, Request other) {
        if ((request.acked & other.bit()) == 0) {
            return;
        }
        Client client = world.scenario.clients().get(request.client);
        boolean own = client.cookies() && client.parallel() == 1 && other.client == request.client;
        if (!own && !request.owed) {
            return;
        }
        if (other.op == Op.LOGOUT) {
            throw new Violation("P4: " + request + " is served after the logout " + other);
        }
        if (other.op == Op.RENAME && request.id == 0) {
            throw new Violation("P4: " + request + " is served under the id that " + other + " gave up");
        }
        if (request.op == Op.READ && other.op.writes() && isOlder(writer(request.seen(other.op.attribute)), other)) {
            throw new Violation((own ? "P1: " : "P2: ") + request + " reads " + request.seen(other.op.attribute)
                    + ", though " + other + " had been acknowledged");
        }
    }

    private void absent(Request request) {
        for (Request other : world.requests) {
            boolean ends = other.op == Op.LOGOUT || other.op == Op.RENAME;
            world.footprint.reading(ends ? Footprint.sent(other) : 0);
            if (ends && other.phase != Request.Phase.UNSENT) {
                return;
            }
        }
        throw new Violation("P1: " + request + " finds no session though nobody has ended it");
    }

    private void trips(Request request) {
        if (world.scenario.affine() && request.trips > (request.op == Op.READ ? 0 : 1)) {
            throw new Violation("P5: " + request + " took " + request.trips + " trips");
        }
    }

    // -------------------------------------------------------------------------------------------------- every script

    /** Runs the script of a save, a rename or a logout, and looks what it does to what was there: P3. */
    void around(Call call) {
        world.footprint.reading(Footprint.ACKED);
        Integer x = world.stored(idOf(call), "x");
        Integer y = world.stored(idOf(call), "y");
        call.run();
        Object outcome = call.outcome();
        if (!(outcome instanceof SessionStore.Applied || outcome instanceof SessionStore.MovedOn)) {
            return;
        }
        if (call.command instanceof SessionStore.Save save) {
            save.changes().forEach((field, change) -> {
                String attribute = field.substring(field.length() - 1);
                int written = writer(change.isRemoval() ? null : (int) change.value()[0]);
                undone(writer(attribute.equals("x") ? x : y), written);
                if (written != INITIAL) {
                    world.footprint.writing(Footprint.APPLIED);
                    world.applied |= 1 << written - 1;
                }
            });
        } else {
            undone(writer(x), call.request.number + 1);
            undone(writer(y), call.request.number + 1);
        }
    }

    private static String idOf(Call call) {
        return call.command instanceof SessionStore.Save save
                ? save.id()
                : call.command instanceof SessionStore.Rename rename ? rename.id() : World.IDS[0];
    }

    private void undone(int before, int after) {
        if (before == INITIAL || after == INITIAL || before == after) {
            return;
        }
        Request late = world.requests[after - 1];
        Request gone = world.requests[before - 1];
        boolean acknowledged = (world.acked & gone.bit()) != 0;
        boolean knewIt = (late.applied & gone.bit()) != 0;
        if (late.fenced && acknowledged && !knewIt && gone.host != late.host) {
            throw new Violation("P3: " + late + " undoes " + gone + ", which was acknowledged");
        }
        if ((late.acked & gone.bit()) == 0 && (gone.acked & late.bit()) != 0) {
            throw new Violation("P3: " + late + " was acknowledged before " + gone + " was sent, and undoes it");
        }
    }

    // --------------------------------------------------------------------------------------------------- every state

    /** A copy of the store's owner and epoch is what the store has; nothing acknowledged is lost; nothing lives after its logout. */
    void state() {
        for (Host host : world.hosts) {
            for (Copy copy : host.copies()) {
                upToDate(host, copy);
                notTaken(host, copy);
            }
        }
        for (String id : World.IDS) {
            if (world.store.look(id) != null) {
                for (Request request : world.requests) {
                    kept(id, request);
                }
            }
        }
    }

    private void upToDate(Host host, Copy copy) {
        ExplorerAccess.Content content = world.store.look(copy.id());
        boolean comparable = content != null
                && content.epoch() == ExplorerAccess.epoch(copy)
                && host.id.equals(content.owner())
                && !world.isSaving(host, copy.id());
        if (!comparable) {
            return;
        }
        for (String attribute : ATTRIBUTES) {
            if (!ExplorerAccess.unsaved(copy).contains(ExplorerAccess.attribute(attribute))) {
                Object mine = copy.content().get(attribute, false);
                if (!Objects.equals(mine, world.stored(copy.id(), attribute))) {
                    throw new Violation(
                            "Invariant: the copy on " + host + " differs from the store in epoch " + content.epoch());
                }
            }
        }
    }

    /** A drop tells of what has happened before, so a load that was sent later brings its epoch or a later one. */
    private static void notTaken(Host host, Copy copy) {
        if (ExplorerAccess.isHome(copy) && ExplorerAccess.epoch(copy) < host.heard.getOrDefault(copy.id(), 0L)) {
            throw new Violation("Taken: the copy on " + host + " is home though the node has heard that it was taken");
        }
    }

    private void kept(String id, Request request) {
        if ((world.acked & request.bit()) == 0) {
            return;
        }
        if (request.op == Op.LOGOUT) {
            throw new Violation("P4: the session is alive after the logout " + request);
        }
        if (request.op.writes() && isOlder(writer(world.stored(id, request.op.attribute)), request)) {
            throw new Violation("Lost: " + request + " was acknowledged and is not in the store");
        }
    }

    /** Whether what that writer wrote was overwritten, with acknowledgement, by the request. */
    private boolean isOlder(int writer, Request request) {
        return writer != request.number + 1
                && (writer == INITIAL || (request.acked & world.requests[writer - 1].bit()) != 0);
    }

    /** Who wrote the value, counted from one. Nothing there: who removes it. */
    private int writer(Integer value) {
        if (value != null) {
            return value;
        }
        for (Request request : world.requests) {
            if (request.op == Op.REMOVE_X) {
                return request.number + 1;
            }
        }
        return INITIAL;
    }
}
