package dev.limpet.tomcat;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;

/**
 * The first of the context's request listeners: those of the application may ask for the session before any valve of the context runs, and the request keeps
 * the answer.
 */
final class Announcer implements ServletRequestListener {

    private final RedisSessionManager manager;

    Announcer(RedisSessionManager manager) {
        this.manager = manager;
    }

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        if (event.getServletRequest() instanceof HttpServletRequest request) {
            Visits.enter(new Visit(manager, request.getRequestedSessionId(), request.isRequestedSessionIdFromCookie()));
        }
    }

    /** The container calls it once, when the request is over: for an asynchronous one on completion, on a thread that may never have seen it. */
    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        Visit parked = manager.unpark(event.getServletRequest());
        Visit current = Visits.current();
        boolean mine = current != null && current.isOf(manager);
        if (parked != null) {
            parked.end();
        } else if (mine) {
            current.end();
        }
        if (mine) {
            Visits.leave(null);
        }
    }
}
