package dev.limpet.tomcat;

import jakarta.servlet.http.HttpSession;

import org.apache.catalina.session.StandardSession;

import dev.limpet.session.Copy;

/**
 * The answer to a mere look: there is such a session, and the client may keep its id. Nothing is loaded for it until the container really takes it in hand
 * ({@link #access}): a request of another context that was dispatched here, an accessor that the application has kept. Then it stands for the session itself.
 */
final class LookedAtSession extends StandardSession {

    private static final long serialVersionUID = 1L;

    private final transient RedisSessionManager owner;
    private transient LimpetSession loaded;

    LookedAtSession(RedisSessionManager manager, String id) {
        super(manager);
        this.owner = manager;
        this.id = id;
        this.isValid = true;
    }

    /** The session behind it; null: only looked for. */
    LimpetSession loaded() {
        return loaded;
    }

    @Override
    public boolean isValid() {
        return loaded == null ? isValid : loaded.isValid();
    }

    /** Loads the session, without proof. */
    @Override
    public void access() {
        Copy copy = owner.node().find(id, false, owner.node().budget()).copy();
        if (copy == null) {
            isValid = false;
            return;
        }
        loaded = owner.sessionOf(copy);
        loaded.access();
        copy.leave();
        Visit visit = Visits.current();
        if (visit != null) {
            visit.savesToo(loaded);
        }
    }

    /** Whatever has changed is saved before the session is let go: from then on nobody watches for changes in place. A request tries again what fails here. */
    @Override
    public void endAccess() {
        if (loaded == null) {
            return;
        }
        Visit visit = Visits.current();
        try {
            loaded.save(visit == null ? owner.node().budget() : visit.budget());
        } finally {
            loaded.endAccess();
        }
    }

    @Override
    public HttpSession getSession() {
        return loaded == null ? super.getSession() : loaded.getSession();
    }

    @Override
    public Object getAttribute(String name) {
        return session().getAttribute(name);
    }

    @Override
    public void setAttribute(String name, Object value, boolean notify) {
        session().setAttribute(name, value, notify);
    }

    @Override
    protected void removeAttributeInternal(String name, boolean notify) {
        session().removeAttributeInternal(name, notify);
    }

    /** Single sign-off, or an operator: the session is loaded for its end. */
    @Override
    public void expire(boolean notify) {
        if (loaded != null) {
            loaded.expire(notify);
            return;
        }
        Copy copy = owner.node().find(id, false, owner.node().budget()).copy();
        isValid = false;
        if (copy != null) {
            try {
                owner.sessionOf(copy).expire(notify);
            } finally {
                copy.leave();
            }
        }
    }

    private LimpetSession session() {
        if (loaded == null) {
            throw new IllegalStateException(
                    "the session was only looked for, outside of a request of its own context, and is not loaded");
        }
        return loaded;
    }
}
