package dev.limpet.tomcat;

/**
 * What a client names as its session: {@code <id>.<route>}. The suffix names the node that was the last to load the session for this client; it is no part
 * of the id. The only class that knows this syntax.
 *
 * @param id without the suffix
 * @param suffix what follows the first dot, or null
 */
record RequestedSession(String id, String suffix) {

    private static final int LONGEST_ID = 256;
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

    /** Whether there can be such a session at all, by the form of its id: anything else is answered without asking the store. */
    boolean isPlausible() {
        return isPlausible(id);
    }

    static boolean isPlausible(String id) {
        boolean plausible = !id.isEmpty() && id.length() <= LONGEST_ID;
        for (int i = 0; plausible && i < id.length(); i++) {
            plausible = isOfIds(id.charAt(i));
        }
        return plausible;
    }

    private static boolean isOfIds(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }
}
