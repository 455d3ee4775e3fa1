package dev.limpet.session;

import java.util.Map;

/**
 * All pending changes of a copy as they were at one moment.
 *
 * @param changes by field
 * @param versions by field, which change of the value was encoded: a later one stays pending
 * @param sessionBytes what the attributes of the session have together with these changes
 * @param failure why a value could not be encoded, or null
 */
record Snapshot(
        Map<String, SessionStore.Change> changes,
        Map<String, Long> versions,
        long sessionBytes,
        UnsavableException failure) {

    boolean isEmpty() {
        return changes.isEmpty();
    }

    boolean isComplete() {
        return failure == null;
    }

    void failIfIncomplete() {
        if (failure != null) {
            throw failure;
        }
    }
}
