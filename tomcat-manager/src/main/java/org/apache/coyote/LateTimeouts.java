package org.apache.coyote;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.apache.coyote.http11.Http11Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes harmless what Tomcat does on an HTTP/1.1 connection with a timeout that comes late: it takes the processor away from the connection, and an
 * asynchronous request, which that processor is at work on by now, is never answered.
 *
 * <p>Tomcat looks for timeouts once a second, without a lock; the processor of a request that is over may be at work on another one when the look comes to it.
 * And what it finds waits for the connection, which may be at its next request when it is free. Tomcat tells that such a timeout is late by the number of the
 * asynchronous request that it was for.
 */
public final class LateTimeouts {

    private static final Logger LOG = LoggerFactory.getLogger(LateTimeouts.class);

    /** For which asynchronous request of a processor the last timeout was; null: this Tomcat has it elsewhere. */
    private static final VarHandle REQUEST_OF_TIMEOUT = requestOfTimeout();

    private LateTimeouts() {}

    /** Whether {@link #takeForOwn} can be called for a request once it is asynchronous. */
    public static boolean canBeTakenForOwn(Response response) {
        return REQUEST_OF_TIMEOUT != null && CommitSeam.behind(response) instanceof Http11Processor;
    }

    /** From now on any timeout is taken for one of this asynchronous request: its {@code AsyncContext} is told, and answers. */
    public static void takeForOwn(Response response) {
        Http11Processor processor = (Http11Processor) CommitSeam.behind(response);
        REQUEST_OF_TIMEOUT.setVolatile(processor, processor.asyncStateMachine.getCurrentGeneration());
    }

    private static VarHandle requestOfTimeout() {
        try {
            return MethodHandles.privateLookupIn(AbstractProcessor.class, MethodHandles.lookup())
                    .findVarHandle(AbstractProcessor.class, "asyncTimeoutGeneration", long.class);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn(
                    "Request threads wait for Redis: this Tomcat keeps the timeouts of asynchronous requests in another place",
                    e);
            return null;
        }
    }
}
