package dev.limpet.tomcat;

import java.io.IOException;

import jakarta.servlet.SessionTrackingMode;
import jakarta.servlet.http.HttpServletResponse;

import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.ApplicationSessionCookieConfig;
import org.apache.coyote.CommitSeam;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.limpet.session.OvertakenException;
import dev.limpet.session.StoreUnavailableException;
import dev.limpet.session.UnsavableException;

/**
 * Saves a request's session before the client can have its answer, and puts on the answer what it owes the client: the session cookie with this node's name,
 * and the affinity cookie where no filter was passed. Called by the connector on whatever thread writes the answer.
 */
final class CommitPoint implements CommitSeam.Point {

    private static final Logger log = LoggerFactory.getLogger(CommitPoint.class);

    private final RedisSessionManager manager;
    private final Visit visit;
    private final Request request;
    private final Response response;
    private final boolean secure;

    CommitPoint(RedisSessionManager manager, Visit visit, Request request, Response response) {
        this.manager = manager;
        this.visit = visit;
        this.request = request;
        this.response = response;
        this.secure = request.isSecure();
    }

    @Override
    public void beforeHeaders() throws CommitSeam.Refusal {
        try {
            visit.save();
        } catch (StoreUnavailableException e) {
            log.warn("{}: {} is answered with 503: {}", manager.label(), visit, e.getMessage());
            log.debug("the reason", e);
            throw new CommitSeam.Refusal(HttpServletResponse.SC_SERVICE_UNAVAILABLE, e.getMessage(), e);
        } catch (OvertakenException e) {
            log.warn("{}: {} is answered with 503: {}", manager.label(), visit, e.getMessage());
            throw new CommitSeam.Refusal(HttpServletResponse.SC_SERVICE_UNAVAILABLE, e.getMessage(), e);
        } catch (UnsavableException e) {
            log.error("{}: {} is answered with 500: {}", manager.label(), visit, e.getMessage(), e);
            throw new CommitSeam.Refusal(HttpServletResponse.SC_INTERNAL_SERVER_ERROR, e.getMessage(), e);
        } catch (RuntimeException e) {
            log.error("{}: {} is answered with 500: its session could not be saved", manager.label(), visit, e);
            throw new CommitSeam.Refusal(
                    HttpServletResponse.SC_INTERNAL_SERVER_ERROR, "the session could not be saved", e);
        }
        if (visit.concernsSession()) {
            writeCookies();
        }
    }

    /** Bytes have left: what cannot be saved now can only break the answer off. */
    @Override
    public void beforeEnd() throws IOException {
        try {
            visit.save();
        } catch (RuntimeException e) {
            log.error("{}: the answer to {} is broken off: {}", manager.label(), visit, e.getMessage(), e);
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Secure as the request was when it was served: a RemoteIpValve takes back what it said of TLS before a short answer's headers leave. */
    private void writeCookies() {
        boolean now = request.isSecure();
        request.setSecure(now || secure);
        try {
            writeSessionCookie();
            stampAffinity();
        } finally {
            request.setSecure(now);
        }
    }

    private void writeSessionCookie() {
        String value = visit.cookieOwed();
        if (value != null && tracksByCookie()) {
            response.addSessionCookieInternal(
                    ApplicationSessionCookieConfig.createSessionCookie(context(), value, request.isSecure()));
        }
    }

    private boolean tracksByCookie() {
        return context().getServletContext().getEffectiveSessionTrackingModes().contains(SessionTrackingMode.COOKIE);
    }

    private Context context() {
        return manager.getContext();
    }

    private void stampAffinity() {
        NodeFront front = manager.front();
        if (front == null) {
            return;
        }
        if (visit.hasSession()) {
            front.affinity().stampSession(request, response);
        } else {
            front.affinity().stamp(request, response);
        }
    }
}
