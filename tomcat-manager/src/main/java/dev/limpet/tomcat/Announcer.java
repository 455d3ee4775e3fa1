package dev.limpet.tomcat;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;

/**
 * The first of the context's request listeners: those of the application may ask for the session before any valve of the context runs, and the request keeps
 * the answer. A forward inside a request may be announced once more (FORM's pages are): that is the same request. What another request has left behind on
 * the thread, because the container never told of its end, is ended here and never taken for the request that comes.
 */
final class Announcer implements ServletRequestListener {

    private final RedisSessionManager manager;

    Announcer(RedisSessionManager manager) {
        this.manager = manager;
    }

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        Visit current = Visits.current();
        boolean mine = current != null && current.isOf(manager);
        if (mine && current.isInside()) {
            return;
        }
        if (current != null && !current.isInside()) {
            current.end();
        }
        if (event.getServletRequest() instanceof HttpServletRequest request) {
            Visits.enter(new Visit(manager, request.getRequestedSessionId(), request.isRequestedSessionIdFromCookie()));
        }
    }

    /** The container calls it once, when the request is over: for an asynchronous one on completion, on a thread that may never have seen it. */
    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        Visit current = Visits.current();
        boolean mine = current != null && current.isOf(manager);
        if (mine && current.isInside()) {
            return;
        }
        Visit parked = manager.unpark(event.getServletRequest());
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
