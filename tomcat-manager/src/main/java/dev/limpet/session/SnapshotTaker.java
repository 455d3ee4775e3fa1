package dev.limpet.session;

import java.util.HashMap;
import java.util.Map;

import dev.limpet.session.codec.AttributeInMotionException;
import dev.limpet.session.codec.AttributeNotSerializableException;

/** Encodes what may have changed in a copy, outside of any lock: the application's own writing methods run here. Used once. */
final class SnapshotTaker {

    private final Values values;
    private final SessionContent content;
    private final boolean shared;
    private final Map<String, SessionStore.Change> changes = new HashMap<>();
    private final Map<String, Long> versions = new HashMap<>();
    private UnsavableException failure;

    /** @param shared whether another request may be changing values just now */
    SnapshotTaker(Values values, SessionContent content, boolean shared) {
        this.values = values;
        this.content = content;
        this.shared = shared;
    }

    Snapshot take() {
        content.suspects().forEach(this::encode);
        return new Snapshot(changes, versions, content.attributeBytes(), failure);
    }

    private void encode(String field, Suspect suspect) {
        try {
            SessionStore.Change change = content.encoded(field, suspect, bytesOf(field, suspect), versions);
            if (change != null) {
                changes.put(field, change);
            }
        } catch (AttributeNotSerializableException | AttributeInMotionException e) {
            if (failure == null) {
                failure = new UnsavableException(e.getMessage(), e);
            } else {
                failure.addSuppressed(e);
            }
        }
    }

    private byte[] bytesOf(String field, Suspect suspect)
            throws AttributeNotSerializableException, AttributeInMotionException {
        if (suspect.value() == null) {
            return suspect.bytes();
        }
        String name = FieldName.nameOf(field);
        boolean set = suspect.isSet();
        byte[] bytes = values.encode(name, suspect.value(), encoded -> shared || !set && suspect.isAsStored(encoded));
        boolean unchanged = !set && suspect.isAsStored(bytes);
        return unchanged || !shared ? bytes : values.encodeSettled(name, suspect.value());
    }
}
