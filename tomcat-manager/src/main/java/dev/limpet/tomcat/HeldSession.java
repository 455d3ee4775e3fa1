package dev.limpet.tomcat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.apache.catalina.Session;
import org.apache.catalina.connector.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session that the container's request holds, without asking for one. An asynchronous request may get its session on a thread of which nobody knows that
 * it works for that request; the container's own field is where it is found. Stateless.
 */
final class HeldSession {

    private static final Logger log = LoggerFactory.getLogger(HeldSession.class);

    /** Null: this Tomcat has it elsewhere. */
    private static final VarHandle SESSION = session();

    private HeldSession() {}

    /** Null: none. */
    static Session of(Request request) {
        return SESSION == null ? null : (Session) SESSION.getVolatile(request);
    }

    private static VarHandle session() {
        try {
            return MethodHandles.privateLookupIn(Request.class, MethodHandles.lookup())
                    .findVarHandle(Request.class, "session", Session.class);
        } catch (ReflectiveOperationException | RuntimeException e) {
            log.warn(
                    "A session that an asynchronous request asks for on a thread of its own is saved after the answer:"
                            + " this Tomcat keeps sessions of requests in another place",
                    e);
            return null;
        }
    }
}
