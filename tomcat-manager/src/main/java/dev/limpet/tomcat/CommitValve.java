package dev.limpet.tomcat;

import java.io.IOException;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.limpet.session.OvertakenException;
import dev.limpet.session.StoreUnavailableException;

/**
 * The first valve of the context, before the authenticator: ties the announced request to the container's request and response, answers the health endpoint,
 * and turns 'unknown whether there is a session' into 503 where the container would say 500.
 */
final class CommitValve extends ValveBase {

    private static final Logger log = LoggerFactory.getLogger(CommitValve.class);
    private static final String NOTE = CommitValve.class.getName();
    static final String RETRY_AFTER_SECONDS = "1";

    private final RedisSessionManager manager;

    CommitValve(RedisSessionManager manager) {
        super(true);
        this.manager = manager;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        NodeFront front = manager.front();
        if (front == null) {
            getNext().invoke(request, response);
        } else if (front.health().isHealth(request)) {
            front.health().answer(request.getRequest(), response.getResponse());
        } else if (front.drainEndpoint().isMeant(request)) {
            front.drainEndpoint().answer(request, response);
        } else {
            serve(request, response);
        }
    }

    private void serve(Request request, Response response) throws IOException, ServletException {
        Visit before = Visits.current();
        Visit visit = visit(request, response, before);
        Visits.enter(visit);
        visit.inside(true);
        try {
            getNext().invoke(request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            if (retryable(e) == null) {
                throw e;
            }
            request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, e);
        } finally {
            visit.inside(false);
            if (request.isAsync() && !DeferredAnswer.isDeferred(request)) {
                manager.park(request.getRequest(), visit);
            }
            Visits.leave(request.isAsync() ? null : before);
        }
        answerUnavailable(request, response, visit);
        DeferredAnswer.deferIfPossible(request, response, visit);
    }

    /** The request as it was announced; an asynchronous one that is dispatched again brings it along. */
    private Visit visit(Request request, Response response, Visit announced) {
        Visit known = (Visit) request.getNote(NOTE);
        if (known != null && known.isOf(manager)) {
            return known;
        }
        Visit visit = announced != null && announced.isOf(manager) && !announced.isBound()
                ? announced
                : new Visit(manager, request.getRequestedSessionId(), request.isRequestedSessionIdFromCookie());
        visit.bind(request, response);
        request.setNote(NOTE, visit);
        return visit;
    }

    private void answerUnavailable(Request request, Response response, Visit visit) throws IOException {
        Throwable error = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        Throwable cause = retryable(error);
        if (cause == null || response.isCommitted()) {
            return;
        }
        log.warn("{}: {} is answered with 503: {}", manager.label(), visit, cause.getMessage());
        request.removeAttribute(RequestDispatcher.ERROR_EXCEPTION);
        response.reset();
        response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }

    /** What the client may try again: the store did not answer, or another node has overtaken the request. */
    private static Throwable retryable(Throwable error) {
        Throwable cause = error;
        while (cause != null
                && !(cause instanceof StoreUnavailableException)
                && !(cause instanceof OvertakenException)) {
            cause = cause.getCause();
        }
        return cause;
    }
}
