package dev.limpet.tomcat;

import org.apache.catalina.Session;

import dev.limpet.session.Budget;
import dev.limpet.session.Copy;
import dev.limpet.session.SessionNode;

/** Makes, renames and ends sessions for the request of the calling thread, or for nobody's. Ids are asked of the manager, which has Tomcat's generator. */
final class SessionMaker {

    private final RedisSessionManager manager;
    private final SessionNode node;

    SessionMaker(RedisSessionManager manager, SessionNode node) {
        this.manager = manager;
        this.node = node;
    }

    /** A new session. */
    LimpetSession create(String id, int timeoutSeconds) {
        if (!RequestedSession.isPlausible(id)) {
            throw new IllegalStateException(
                    "the SessionIdGenerator makes ids that are longer than 256 or have other characters"
                            + " than A-Z a-z 0-9 _ -");
        }
        Copy copy = node.create(id, System.currentTimeMillis(), timeoutSeconds);
        LimpetSession session = LimpetSession.created(manager, copy);
        copy.show(session);
        Visit visit = ownVisit();
        if (visit != null) {
            visit.created(session);
        } else {
            createdElsewhere(session);
        }
        session.tellNew();
        return session;
    }

    /** By a request of another context, which saves it too, or by no request at all. The container holds it from now on, as far as anybody does. */
    private void createdElsewhere(LimpetSession session) {
        Visit other = Visits.current();
        if (other != null) {
            other.savesToo(session);
        } else {
            manager.saveLater(session);
        }
        session.copy().leave();
    }

    /** Gives the session a new id, which is in its bucket. */
    String rotate(LimpetSession session) {
        String newId;
        do {
            newId = idInBucketOf(session.getIdInternal());
        } while (!rename(session, newId));
        return newId;
    }

    /** @throws IllegalArgumentException the new id is in use, or lies in another bucket, so that it cannot be taken in one step */
    void change(Session session, String newId) {
        LimpetSession known = (LimpetSession) session;
        boolean reachable = !known.copy().isCreated() || node.isSameBucket(known.getIdInternal(), newId);
        if (!reachable || !rename(known, newId)) {
            throw new IllegalArgumentException(
                    "this session id cannot be given: let the manager make one (rotateSessionId)");
        }
    }

    private String idInBucketOf(String id) {
        String candidate;
        do {
            candidate = manager.generateSessionId();
        } while (!node.isSameBucket(id, candidate));
        return candidate;
    }

    private boolean rename(LimpetSession session, String newId) {
        Visit visit = ownVisit();
        String oldId = session.getIdInternal();
        if (!node.rename(session.copy(), newId, visit != null && visit.isProven(), budget(visit))) {
            return false;
        }
        session.setId(newId, false);
        if (visit != null) {
            visit.renamed();
        }
        session.tellChangedSessionId(newId, oldId, true, true);
        SignOnLink.renamed(session, oldId);
        return true;
    }

    /** @return whether it is this call that has ended the session */
    boolean end(LimpetSession session) {
        return node.end(session.copy(), budget(ownVisit()));
    }

    private Budget budget(Visit visit) {
        return visit == null ? node.budget() : visit.budget();
    }

    private Visit ownVisit() {
        Visit visit = Visits.current();
        return visit != null && visit.isOf(manager) ? visit : null;
    }
}
