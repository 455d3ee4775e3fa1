package dev.limpet.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names that the sessions of an application have in common, each of them once: a session that comes from the store brings texts of its own, which cost
 * memory, and are not at hand when the session is read. Any thread.
 */
final class SharedNames {

    /** An application that makes names up, for each user others, shall not fill the memory with them. */
    static final int MOST = 1_000;

    private static final int LONGEST = 100;

    private final Map<String, String> names = new ConcurrentHashMap<>();

    /** @return the name; one and the same object for all who ask for it, but for those that are too many or too long */
    String shared(String name) {
        String known = names.get(name);
        if (known != null) {
            return known;
        }
        if (name.length() > LONGEST || names.size() >= MOST) {
            return name;
        }
        String before = names.putIfAbsent(name, name);
        return before == null ? name : before;
    }
}
