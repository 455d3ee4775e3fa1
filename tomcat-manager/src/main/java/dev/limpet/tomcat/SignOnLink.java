package dev.limpet.tomcat;

import org.apache.catalina.Container;
import org.apache.catalina.Valve;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.limpet.session.SignOnStore.Member;

/** What sessions tell the single sign-on of their host, on whichever node it happens to them. Does nothing where there is none. */
final class SignOnLink {

    private static final Logger log = LoggerFactory.getLogger(SignOnLink.class);

    private SignOnLink() {}

    /**
     * The session has been ended before its time: its user has logged out.
     *
     * @param signOn that it belonged to, or null
     * @throws dev.limpet.session.StoreUnavailableException not all that belongs to the sign-on has ended
     */
    static void ended(LimpetSession session, String signOn) {
        RedisSingleSignOn valve = signOn == null ? null : valveOf(session);
        if (valve != null) {
            valve.signOff(signOn);
        }
    }

    /** Nobody has used the session for too long. */
    static void timedOut(LimpetSession session, String signOn) {
        RedisSingleSignOn valve = signOn == null ? null : valveOf(session);
        if (valve == null) {
            return;
        }
        try {
            valve.signOns().leave(signOn, member(session, session.getIdInternal()));
        } catch (RuntimeException e) {
            log.warn("a session that has timed out still stands with its single sign-on, which ends later for it", e);
        }
    }

    static void renamed(LimpetSession session, String oldId) {
        String signOn = session.signOn();
        RedisSingleSignOn valve = signOn == null ? null : valveOf(session);
        if (valve != null) {
            valve.signOns()
                    .rename(
                            signOn,
                            member(session, oldId),
                            member(session, session.getIdInternal()),
                            session.getMaxInactiveInterval());
        }
    }

    static Member member(LimpetSession session, String id) {
        return new Member(id, session.getManager().getContext().getPath());
    }

    private static RedisSingleSignOn valveOf(LimpetSession session) {
        Container host = session.getManager().getContext().getParent();
        for (Valve valve : host.getPipeline().getValves()) {
            if (valve instanceof RedisSingleSignOn mine && mine.isServing()) {
                return mine;
            }
        }
        return null;
    }
}
