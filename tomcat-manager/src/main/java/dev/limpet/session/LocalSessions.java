package dev.limpet.session;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The entries of a node by session id. An entry that has nothing left is retired and taken out; whoever still holds it asks here again. */
final class LocalSessions {

    private final ConcurrentHashMap<String, SessionEntry> entries = new ConcurrentHashMap<>();
    private final Function<String, SessionEntry> factory;

    LocalSessions(Function<String, SessionEntry> factory) {
        this.factory = factory;
    }

    SessionEntry entry(String id) {
        SessionEntry entry = entries.get(id);
        if (entry != null && entry.isRetired()) {
            entries.remove(id, entry);
            entry = null;
        }
        return entry != null ? entry : entries.computeIfAbsent(id, factory);
    }

    /** The entry, or null: nothing of that session is here. */
    SessionEntry entryIfAny(String id) {
        return entries.get(id);
    }

    /** The entry that the copy belongs to. One that was cleared away while the copy was in nobody's hands is replaced by the present one. */
    SessionEntry entryOf(Copy copy) {
        SessionEntry entry = copy.entry();
        if (entry.isRetired()) {
            entry = entry(copy.id());
            copy.moveTo(entry);
        }
        return entry;
    }

    /** The entry of a session's new id, which counts the drops of that id from now on. */
    SessionEntry entryForRename(String newId) {
        SessionEntry entry = entry(newId);
        while (!entry.expectRename()) {
            entries.remove(newId, entry);
            entry = entry(newId);
        }
        return entry;
    }

    Collection<SessionEntry> all() {
        return entries.values();
    }

    int size() {
        return entries.size();
    }

    /** Takes the entry out if it has nothing left. */
    void clearAway(SessionEntry entry) {
        if (entry.retireIfEmpty()) {
            entries.remove(entry.id(), entry);
        }
    }

    /** Forgets an unused copy. */
    void evict(SessionEntry entry) {
        if (entry.evict()) {
            entries.remove(entry.id(), entry);
        }
    }
}
