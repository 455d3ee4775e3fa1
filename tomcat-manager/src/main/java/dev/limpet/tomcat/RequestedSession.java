package dev.limpet.tomcat;

import java.util.regex.Pattern;

/**
 * What a client names as its session: {@code <id>.<route>}. The suffix names the node that was the last to load the session for this client; it is no part
 * of the id. The only class that knows this syntax.
 *
 * @param id without the suffix
 * @param suffix what follows the first dot, or null
 */
record RequestedSession(String id, String suffix) {

    private static final Pattern PLAUSIBLE = Pattern.compile("[A-Za-z0-9_-]{1,256}");
    private static final char SEPARATOR = '.';

    static RequestedSession parse(String text) {
        int dot = text.indexOf(SEPARATOR);
        return dot < 0
                ? new RequestedSession(text, null)
                : new RequestedSession(text.substring(0, dot), text.substring(dot + 1));
    }

    static String value(String id, String route) {
        return id + SEPARATOR + route;
    }

    /** Whether there can be such a session at all: anything else is answered without asking the store. */
    boolean isPlausible() {
        return isPlausible(id);
    }

    static boolean isPlausible(String id) {
        return PLAUSIBLE.matcher(id).matches();
    }
}
