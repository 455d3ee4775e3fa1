package dev.limpet.session;

import dev.limpet.session.codec.Fingerprint;

/**
 * One value of a session: as the store has it until somebody asks for it, then decoded. A value that may be changed in place is watched: a fingerprint of
 * its stored form tells later whether it still is what the store has. Stays the same object when the application sets another value: that a value was
 * replaced is told by the version of the change. Guarded by the lock of its {@link SessionContent}.
 */
final class Slot {

    private byte[] bytes;
    private Object value;
    private boolean unreadable;
    private boolean watched;
    private Fingerprint stored;
    private int size;

    private Slot() {}

    /** As it came from the store. */
    static Slot encoded(byte[] bytes) {
        Slot slot = new Slot();
        slot.bytes = bytes;
        slot.size = bytes.length;
        return slot;
    }

    /** The same value, for another content. */
    static Slot of(Slot other) {
        Slot slot = new Slot();
        slot.bytes = other.bytes;
        slot.value = other.value;
        slot.unreadable = other.unreadable;
        slot.watched = other.watched;
        slot.stored = other.stored;
        slot.size = other.size;
        return slot;
    }

    /** One that the application is about to {@link #set}. */
    static Slot unset() {
        return new Slot();
    }

    /** As the application has set it; it counts with the size of its predecessor until it is encoded. */
    void set(Object newValue, boolean isWatched) {
        value = newValue;
        watched = isWatched;
        bytes = null;
        unreadable = false;
        stored = null;
    }

    /** The value, decoded on the first call; null if it cannot be read: then the stored form stays as it is. */
    Object value(String name, Values values) {
        if (value == null && !unreadable) {
            value = values.decode(name, bytes);
            unreadable = value == null;
            if (value != null) {
                watched = values.isWatched(value);
                stored = watched ? values.baseline(name, value) : null;
                bytes = null;
            }
        }
        return value;
    }

    /** The value that is replaced or removed, for those who want to hear of it; null if it cannot be read. Nobody changes it any more. */
    Object former(String name, Values values) {
        return value != null || unreadable ? value : values.decodeLeniently(name, bytes);
    }

    /** The value as the application has it, or null: it was never asked for. */
    Object decoded() {
        return value;
    }

    /** The stored form, or null: the value has been decoded. */
    byte[] bytes() {
        return bytes;
    }

    boolean isWatched() {
        return watched;
    }

    int size() {
        return size;
    }

    /** @return how much larger the value is now than it was counted */
    int measured(byte[] encoded) {
        int growth = encoded.length - size;
        size = encoded.length;
        return growth;
    }

    Suspect suspect(long version) {
        return new Suspect(value, bytes, watched, stored, version);
    }

    void stored(byte[] encoded) {
        stored = watched ? Fingerprint.of(encoded) : null;
    }
}
