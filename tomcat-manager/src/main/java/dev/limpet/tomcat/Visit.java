package dev.limpet.tomcat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.http.HttpServletRequest;

import org.apache.catalina.Session;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.coyote.CommitSeam;

import dev.limpet.session.BegunSave;
import dev.limpet.session.Budget;
import dev.limpet.session.CookieProof;
import dev.limpet.session.Copy;
import dev.limpet.session.SessionHash;
import dev.limpet.session.SessionNode;
import dev.limpet.session.StoreUnavailableException;

/**
 * One request to one context and what it has to do with a session: the id and the proof it came with, the session it was given, what its answer owes the
 * client. One thread at a time.
 */
final class Visit {

    private final RedisSessionManager manager;
    private final RequestedSession requested;
    private final boolean fromCookie;
    private final boolean proven;
    private final Budget budget;

    private Request request;
    private Response response;
    private LimpetSession session;
    private final List<LimpetSession> others = new ArrayList<>(0);
    private boolean loaded;
    private boolean absent;
    private boolean given;
    private boolean armed;
    private boolean parted;
    private boolean settled;
    private boolean inside;
    private StoreUnavailableException failure;
    private BegunSave begun;

    Visit(RedisSessionManager manager, String requestedId, boolean fromCookie) {
        this.manager = manager;
        this.requested = requestedId == null ? null : RequestedSession.parse(requestedId);
        this.fromCookie = fromCookie;
        this.proven = fromCookie && requested != null && manager.route().name().equals(requested.suffix());
        this.budget = manager.node().budget();
    }

    boolean isOf(RedisSessionManager other) {
        return manager == other;
    }

    /** The valve has the request: from now on the application sees the id without the suffix, and the answer waits for the save. */
    void bind(Request newRequest, Response newResponse) {
        request = newRequest;
        response = newResponse;
        if (requested != null && requested.suffix() != null) {
            request.setRequestedSessionId(requested.id());
        }
        if (session != null || absent || mayBecomeAsynchronous()) {
            arm();
        }
    }

    /** Then it may get its session on a thread of its own, and answer from there at any moment. */
    private boolean mayBecomeAsynchronous() {
        Wrapper servlet = request.getWrapper();
        return servlet != null && servlet.isAsyncSupported();
    }

    /** Whether the valve has the request. */
    boolean isBound() {
        return response != null;
    }

    /** The container's request, if that is what it shows to the application; or null. */
    Request behind(HttpServletRequest shown) {
        return request != null && request.getRequest() == shown ? request : null;
    }

    /** Whether the request is in the context's valves just now: what is announced meanwhile on its thread is a forward inside of it. */
    boolean isInside() {
        return inside;
    }

    void inside(boolean nowInside) {
        inside = nowInside;
    }

    /** Whether the request's cookie named this node: its changes must not undo what was written elsewhere since. */
    boolean isProven() {
        return proven;
    }

    Budget budget() {
        return budget;
    }

    boolean hasSession() {
        return session != null && session.isValid();
    }

    // ------------------------------------------------------------------------------------------------------- finding

    /** Whether it is this request's own session that is asked for. */
    boolean asksFor(String id) {
        return requested != null && requested.id().equals(id)
                || session != null && session.getIdInternal().equals(id);
    }

    /**
     * The session of this request, by at most one load however often it is asked for.
     *
     * @param id one that {@code asksFor} says yes to; of two, the request's cookie and a session made since, only the latter's still leads to a session
     * @return null: there is none
     * @throws StoreUnavailableException unknown
     */
    LimpetSession find(String id) {
        if (session != null) {
            return session.isValid() && session.getIdInternal().equals(id) ? session : null;
        }
        if (absent) {
            return null;
        }
        if (failure != null) {
            throw failure;
        }
        try {
            SessionNode.Found found = manager.node().find(requested.id(), proven, budget);
            loaded = found.loaded();
            if (found.copy() == null) {
                absent = true;
                arm();
                return null;
            }
            take(shown(found.copy()));
            return session;
        } catch (StoreUnavailableException e) {
            failure = e;
            throw e;
        }
    }

    /** On a thread which was not known to work for the request, whose own word for the id it now asks for this is: others may have renamed the session too. */
    private boolean wasRenamedByContainer() {
        return session != null
                && requested != null
                && session.getIdInternal().equals(request.getRequestedSessionId())
                && !isRequested(session);
    }

    private boolean isRequested(LimpetSession its) {
        return requested != null && requested.id().equals(its.getIdInternal());
    }

    private LimpetSession shown(Copy copy) {
        try {
            return manager.sessionOf(copy);
        } catch (RuntimeException | LinkageError e) {
            copy.leave();
            throw e;
        }
    }

    /** A session that the container's request has got on a thread which was not known to work for it: made there, maybe in place of one that it has ended, or loaded. */
    private synchronized void adopt() {
        if (hasSession() || request == null) {
            return;
        }
        Session held = HeldSession.of(request);
        if (held instanceof LimpetSession made && made != session && made.getManager() == manager && made.isValid()) {
            given = made.isNew();
            adopt(made);
        } else if (held instanceof LookedAtSession looked
                && looked.loaded() != null
                && asksFor(looked.getIdInternal())) {
            loaded = true;
            adopt(looked.loaded());
        }
    }

    private void adopt(LimpetSession its) {
        part();
        settled = false;
        if (parted) {
            session = its;
        } else {
            its.copy().enter();
            take(its);
        }
    }

    /** The request has made a new session, entered for it. */
    void created(LimpetSession newSession) {
        part();
        given = true;
        settled = false;
        take(newSession);
    }

    /** The session of this request has got another id. */
    void renamed() {
        given = true;
    }

    private void take(LimpetSession newSession) {
        session = newSession;
        session.copy().join(proven);
        arm();
    }

    private void arm() {
        if (response != null && !armed) {
            armed = true;
            CommitSeam.install(response.getCoyoteResponse(), new CommitPoint(manager, this, request, response));
        }
    }

    /** The request is over for the application. The container still holds the session and writes the answer: it is saved once more then. */
    synchronized void end() {
        part();
        parted = true;
    }

    private void part() {
        if (session != null && !parted) {
            session.copy().part(proven);
            session.copy().leave();
        }
    }

    // -------------------------------------------------------------------------------------------------------- answer

    /**
     * The commit point: whatever has changed is in the store when this returns, by at most one trip. Once the application is done with the request, one look
     * is enough, however many bytes leave after it. Fails as {@link SessionNode#save} says.
     */
    void save() {
        if (begun != null) {
            BegunSave sent = begun;
            begun = null;
            sent.finish(budget);
            settled = parted
                    && !manager.tellsApplicationOfEnds()
                    && !session.copy().needsSaving();
        }
        adopt();
        given = given || wasRenamedByContainer();
        for (LimpetSession other : others) {
            other.save(budget);
        }
        if (session == null || settled || !session.isValid()) {
            return;
        }
        saveOwn();
        settled = parted;
    }

    /** Whether something of the session is not saved for sure. */
    boolean needsSaving() {
        return session != null && session.copy().needsSaving();
    }

    /**
     * Sends off what has changed, before the commit point and without waiting; {@code save} takes the answer in, and does what is left.
     *
     * @return completes when {@code save} need not wait: with the store's answer, or because no time is left; null: nothing was sent
     */
    CompletableFuture<Void> beginSave() {
        boolean alone = session != null && others.isEmpty() && session.isValid();
        begun = alone ? manager.node().begin(session.copy()) : null;
        return begun == null ? null : begun.answered().orTimeout(budget.remainingNanos(), TimeUnit.NANOSECONDS);
    }

    /** Counts among those who may be changing the session, also when the application is done with the request. */
    private void saveOwn() {
        if (parted) {
            session.copy().join(proven);
        }
        try {
            session.save(budget);
        } finally {
            if (parted) {
                session.copy().part(proven);
            }
        }
    }

    /** The container has given the request up, whose answer has not left: a save that was sent off is completed in the background. */
    void givenUp() {
        if (begun != null) {
            begun = null;
            manager.saveLater(session);
        }
    }

    /** A session of another context, which this request has been dispatched to. */
    void savesToo(LimpetSession other) {
        others.add(other);
        arm();
    }

    /** Whether the request has to do with a session at all. */
    boolean concernsSession() {
        return session != null || absent || !others.isEmpty();
    }

    /**
     * The value of the session cookie that the answer owes the client, or null. An id that the client has not asked for is told to it only if this request has
     * given it: a change of the id by another request takes the session away from whoever knew the old one.
     */
    String cookieOwed() {
        boolean valid = hasSession();
        if (valid && !given && !isRequested(session)) {
            return null;
        }
        boolean loadedByCookie = loaded && fromCookie;
        return switch (CookieProof.owed(valid, given, loadedByCookie)) {
            case KEEP -> null;
            case STAMP ->
                unlessTheClientHasIt(RequestedSession.value(
                        session.getIdInternal(), manager.route().name()));
            case TAKE_OFF -> requested.suffix() == null ? null : requested.id();
        };
    }

    private String unlessTheClientHasIt(String value) {
        boolean same = fromCookie && value.equals(RequestedSession.value(requested.id(), requested.suffix()));
        return same ? null : value;
    }

    /** Names the context in logs. */
    String label() {
        return manager.label();
    }

    @Override
    public String toString() {
        String uri = request == null ? "a request" : request.getMethod() + " " + withoutId(request.getRequestURI());
        return session == null ? uri : uri + " of session " + SessionHash.of(session.getIdInternal());
    }

    /** An id in the URL is a credential too. */
    private static String withoutId(String uri) {
        int semicolon = uri.indexOf(';');
        return semicolon < 0 ? uri : uri.substring(0, semicolon);
    }
}
