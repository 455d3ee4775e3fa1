package org.apache.coyote;

import java.lang.reflect.Field;

/** What Tomcat's thread for timeouts does once a second, at a moment of the test's choice. */
public final class LateTimeout {

    private LateTimeout() {}

    /** It has taken the request's processor for one that waits, and comes to it only now. */
    public static void come(Request request) throws ReflectiveOperationException {
        Field hook = Request.class.getDeclaredField("hook");
        hook.setAccessible(true);
        ((Processor) hook.get(request)).timeoutAsync(System.currentTimeMillis());
    }
}
