package dev.limpet.session.explorer;

import dev.limpet.session.BegunSave;
import dev.limpet.session.Budget;
import dev.limpet.session.Copy;
import dev.limpet.session.OvertakenException;
import dev.limpet.session.SessionNode;
import dev.limpet.session.StoreUnavailableException;

/** What a container does for one request: find the session, let the application work, save at the commit point, leave. */
final class Visitor {

    private final World world;
    private final Request request;
    private final SessionNode node;
    private final Budget budget;

    Visitor(World world, Request request) {
        this.world = world;
        this.request = request;
        this.node = request.host.node;
        this.budget = node.budget();
    }

    void visit() {
        try {
            find();
        } catch (StoreUnavailableException | OvertakenException e) {
            request.refused = true;
            request.nothing = true;
        }
        request.phase = Request.Phase.ANSWERED;
    }

    private void find() {
        SessionNode.Found found = node.find(World.IDS[request.id], request.fenced, budget);
        request.loaded = found.loaded();
        if (found.copy() == null) {
            request.absent = true;
            request.applied = world.applied();
            return;
        }
        Copy copy = found.copy();
        request.copy = copy;
        request.applied = found.loaded() ? world.appliedWhenLoaded(request) : world.applied();
        copy.join(request.fenced);
        try {
            use(copy);
        } finally {
            copy.part(request.fenced);
            copy.leave();
        }
    }

    private void use(Copy copy) {
        if (request.op.writes()) {
            world.stop(request, Request.Stop.BEFORE_CHANGE);
        }
        if (copy.isDead()) {
            return;
        }
        request.served = true;
        switch (request.op) {
            case READ -> read(copy);
            case WRITE_X, WRITE_Y, REMOVE_X -> write(copy);
            case LOGOUT -> node.end(copy, budget);
            case RENAME -> rename(copy);
            case STATIC -> throw new IllegalStateException("leaves the session alone");
        }
    }

    private void read(Copy copy) {
        request.x = (Integer) copy.content().get("x", request.fenced);
        request.y = (Integer) copy.content().get("y", request.fenced);
    }

    private void write(Copy copy) {
        Integer value = request.value();
        if (value == null) {
            copy.content().remove(request.op.attribute, request.fenced);
        } else {
            copy.content().put(request.op.attribute, value, request.fenced);
        }
        world.stop(request, Request.Stop.BEFORE_COMMIT);
        if (!copy.isDead()) {
            save(copy);
        }
        request.nothing = copy.isDead();
    }

    /** As requests do it whose answers have not begun to leave. */
    private void save(Copy copy) {
        BegunSave begun = node.begin(copy);
        if (begun != null) {
            begun.finish(budget);
        }
        node.save(copy, budget);
    }

    private void rename(Copy copy) {
        try {
            if (!node.rename(copy, World.IDS[1], request.fenced, budget)) {
                throw new Violation("the new id is in use");
            }
            request.given = true;
        } catch (IllegalStateException e) {
            request.nothing = true;
        }
    }
}
