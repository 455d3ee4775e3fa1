package dev.limpet.tomcat;

import org.apache.catalina.Manager;
import org.apache.catalina.session.StandardSession;

/**
 * The answer to a mere look: there is such a session, and the client may keep its id. It has no values, and says so to whoever wants one: a session is only
 * served to a request that was announced.
 */
final class LookedAtSession extends StandardSession {

    private static final long serialVersionUID = 1L;

    LookedAtSession(Manager manager, String id) {
        super(manager);
        this.id = id;
        this.isValid = true;
    }

    @Override
    public boolean isValid() {
        return isValid;
    }

    @Override
    public Object getAttribute(String name) {
        throw outsideOfARequest();
    }

    @Override
    public void setAttribute(String name, Object value, boolean notify) {
        throw outsideOfARequest();
    }

    @Override
    protected void removeAttributeInternal(String name, boolean notify) {
        throw outsideOfARequest();
    }

    @Override
    public void expire(boolean notify) {
        throw outsideOfARequest();
    }

    private static IllegalStateException outsideOfARequest() {
        return new IllegalStateException(
                "the session was asked for outside of a request of its own context, where it is not loaded");
    }
}
