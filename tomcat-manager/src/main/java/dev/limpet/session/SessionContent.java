package dev.limpet.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

import dev.limpet.session.codec.StoredForm;

/**
 * The values of one copy: attributes of the application and properties of the container. Attributes are decoded when they are first asked for. Knows what
 * has changed since the last save: what was set or removed, and what was handed out and is no longer what it was.
 *
 * <p>Any thread; values are encoded outside the lock, on the thread that saves.
 */
public final class SessionContent {

    /** A change not yet saved. */
    private record Pending(long version, boolean fenced) {}

    private final Values values;

    // all guarded by this
    private final Slots slots;
    private final Map<String, Pending> pending = new HashMap<>();
    private final Map<String, Boolean> handedOut = new HashMap<>();
    private long version;
    private long tried;
    private long storedBytes;
    private volatile int maxInactiveSeconds;

    private SessionContent(Values values) {
        this.values = values;
        this.slots = new Slots(values.names());
    }

    /** Of a new session. */
    static SessionContent empty(Values values) {
        return new SessionContent(values);
    }

    static SessionContent loaded(SessionStore.Loaded loaded, Values values) {
        SessionContent content = new SessionContent(values.boundTo(loaded.birth()));
        synchronized (content) {
            loaded.fields().forEach(content::receive);
            content.storedBytes = content.slots.attributeBytes();
        }
        return content;
    }

    /** These values with what was written since. The old content must be in nobody's hands: the values move. */
    synchronized SessionContent with(SessionStore.Loaded delta) {
        SessionContent content = new SessionContent(values);
        content.takeOver(slots, delta);
        return content;
    }

    private synchronized void takeOver(Slots known, SessionStore.Loaded delta) {
        known.forEach((field, slot) -> {
            if (delta.remaining() == null || delta.remaining().contains(field)) {
                place(field, Slot.of(slot));
            }
        });
        delta.fields().forEach(this::receive);
        storedBytes = slots.attributeBytes();
    }

    private void receive(String field, byte[] bytes) {
        place(field, Slot.encoded(bytes));
    }

    private void place(String field, Slot slot) {
        slots.place(field, slot);
        if (field.equals(FieldName.MAX_INACTIVE)) {
            maxInactiveSeconds =
                    slot == null ? 0 : Integer.parseInt(new String(slot.bytes(), StandardCharsets.US_ASCII));
        }
    }

    // ---------------------------------------------------------------------------------------------------- attributes

    /** The value, decoded; null: not there. What may be changed in place is watched from now on. */
    public synchronized Object get(String name, boolean fenced) {
        Slot slot = slots.attribute(name);
        if (slot == null) {
            return null;
        }
        Object value = slot.value(name, values);
        if (value != null && slot.isWatched()) {
            handedOut.merge(FieldName.attribute(name), fenced, Boolean::logicalOr);
        }
        return value;
    }

    /** @return the former value, decoded, or null */
    public synchronized Object put(String name, Object value, boolean fenced) {
        String field = FieldName.attribute(name);
        boolean watched = values.isWatched(value);
        Slot slot = slots.attribute(name);
        Object old = slot == null ? null : slot.former(name, values);
        if (slot == null) {
            slot = Slot.unset();
            place(field, slot);
        }
        slot.set(value, watched);
        change(field, fenced);
        if (watched) {
            handedOut.put(field, fenced);
        }
        return old;
    }

    /** @return the former value, decoded, or null */
    public synchronized Object remove(String name, boolean fenced) {
        String field = FieldName.attribute(name);
        Slot former = slots.attribute(name);
        if (former == null) {
            return null;
        }
        Object old = former.former(name, values);
        place(field, null);
        change(field, fenced);
        return old;
    }

    /** The names of the attributes that are there, as they are now. */
    public synchronized Set<String> names() {
        return slots.names();
    }

    /** The names of the attributes, not yet asked for, whose stored form carries one of these flags; nothing is decoded for it. */
    public synchronized List<String> namesFlagged(int flags) {
        List<String> names = new ArrayList<>();
        slots.forEachAttribute((name, slot) -> {
            if (slot.bytes() != null && (StoredForm.flags(slot.bytes()) & flags) != 0) {
                names.add(name);
            }
        });
        return names;
    }

    /** The names of the attributes that somebody has set here or asked for and whose value is of this type; nothing is decoded for it. */
    public synchronized List<String> namesOf(Class<?> type) {
        List<String> names = new ArrayList<>();
        slots.forEachAttribute((name, slot) -> {
            if (type.isInstance(slot.decoded())) {
                names.add(name);
            }
        });
        return names;
    }

    private void change(String field, boolean fenced) {
        Pending before = pending.get(field);
        pending.put(field, new Pending(++version, fenced || before != null && before.fenced()));
        handedOut.remove(field);
    }

    // ---------------------------------------------------------------------------------------------------- properties

    /** A property of the container, or null. */
    public synchronized byte[] property(String name) {
        Slot slot = slots.property(name);
        return slot == null ? null : slot.bytes();
    }

    /** @param value null: removed */
    public synchronized void setProperty(String name, byte[] value, boolean fenced) {
        if (value == null && slots.property(name) == null) {
            return;
        }
        String field = FieldName.property(name);
        place(field, value == null ? null : Slot.encoded(value));
        change(field, fenced);
    }

    public int maxInactiveSeconds() {
        return maxInactiveSeconds;
    }

    public void setMaxInactiveSeconds(int seconds, boolean fenced) {
        byte[] decimal = Integer.toString(seconds).getBytes(StandardCharsets.US_ASCII);
        setProperty(FieldName.nameOf(FieldName.MAX_INACTIVE), decimal, fenced);
    }

    // ------------------------------------------------------------------------------------------------------- changes

    /** Whether there may be something to save: a change, or a value in the application's hands. */
    synchronized boolean mayHaveChanged() {
        return !pending.isEmpty() || !handedOut.isEmpty();
    }

    /** Whether something was set or removed that no save has tried to write yet. */
    synchronized boolean hasUntried() {
        return !pending.isEmpty() && pending.values().stream().anyMatch(change -> change.version() > tried);
    }

    synchronized boolean hasPending() {
        return !pending.isEmpty();
    }

    /** No request holds the copy any more: nobody changes in place what was handed out. Asked again here, where values are handed out. */
    synchronized void calmDown(BooleanSupplier unused) {
        if (unused.getAsBoolean()) {
            handedOut.clear();
        }
    }

    /** Encodes what has changed. A value that moves under the encoder's hands stays as it is and is looked at again by the next save. */
    Snapshot snapshot(boolean shared) {
        return new SnapshotTaker(values, this, shared).take();
    }

    /** What may have changed, by field. */
    synchronized Map<String, Suspect> suspects() {
        Map<String, Suspect> suspects = new TreeMap<>();
        pending.forEach((field, change) -> suspects.put(field, suspect(field, change.version())));
        handedOut.keySet().forEach(field -> suspects.computeIfAbsent(field, other -> suspect(other, 0)));
        tried = version;
        return suspects;
    }

    private Suspect suspect(String field, long changeVersion) {
        Slot slot = slots.at(field);
        return slot == null ? Suspect.removed(changeVersion) : slot.suspect(changeVersion);
    }

    /** The value at hand has been encoded: it counts as changed if it was set, or is no longer what the store has. One set or removed meanwhile has to wait. */
    synchronized SessionStore.Change encoded(String field, Suspect suspect, byte[] bytes, Map<String, Long> versions) {
        Pending change = pending.get(field);
        if (suspect.version() != (change == null ? 0 : change.version())) {
            return null;
        }
        if (change == null && !suspect.isRemoved() && suspect.isAsStored(bytes)) {
            return null;
        }
        if (change == null) {
            change = new Pending(++version, handedOut.getOrDefault(field, false));
            pending.put(field, change);
        }
        if (!suspect.isRemoved() && FieldName.isAttribute(field)) {
            slots.measured(slots.at(field), bytes);
        }
        versions.put(field, change.version());
        return new SessionStore.Change(bytes, change.fenced());
    }

    /** How large the attributes are, together with what is not yet saved. */
    synchronized long attributeBytes() {
        return slots.attributeBytes();
    }

    /** How large the attributes are in the store, as far as this copy knows. */
    synchronized long storedBytes() {
        return storedBytes;
    }

    /** The store has it. What has changed again meanwhile stays pending. */
    synchronized void saved(Snapshot snapshot) {
        storedBytes = snapshot.sessionBytes();
        snapshot.versions().forEach((field, saved) -> {
            Pending change = pending.get(field);
            if (change != null && change.version() == saved) {
                pending.remove(field);
            }
            Slot slot = slots.at(field);
            byte[] bytes = snapshot.changes().get(field).value();
            if (slot != null && bytes != null && (change == null || change.version() == saved)) {
                slot.stored(bytes);
            }
        });
    }
}
