package dev.limpet.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The values of a copy by field, each name space in a map of its own, so that a look at an attribute joins no strings. Counts the bytes of the attributes.
 * Guarded by the lock of its {@link SessionContent}.
 */
final class Slots {

    private final Map<String, Slot> attributes = new HashMap<>();
    private final Map<String, Slot> properties = new HashMap<>();
    private final SharedNames names;
    private long attributeBytes;

    Slots(SharedNames names) {
        this.names = names;
    }

    Slot attribute(String name) {
        return attributes.get(name);
    }

    Slot property(String name) {
        return properties.get(name);
    }

    Slot at(String field) {
        return spaceOf(field).get(FieldName.nameOf(field));
    }

    /** @param slot null: the value is removed */
    void place(String field, Slot slot) {
        Map<String, Slot> space = spaceOf(field);
        String name = FieldName.nameOf(field);
        Slot former = slot == null ? space.remove(name) : space.put(names.shared(name), slot);
        if (space == attributes) {
            attributeBytes += (slot == null ? 0 : slot.size()) - (former == null ? 0 : former.size());
        }
    }

    private Map<String, Slot> spaceOf(String field) {
        return FieldName.isAttribute(field) ? attributes : properties;
    }

    /** The attribute has been encoded anew. */
    void measured(Slot attribute, byte[] encoded) {
        attributeBytes += attribute.measured(encoded);
    }

    /** How large the stored attributes are together; one not yet encoded counts with the size of its predecessor. */
    long attributeBytes() {
        return attributeBytes;
    }

    /** The names of the attributes as they are now. */
    Set<String> names() {
        return new HashSet<>(attributes.keySet());
    }

    /** Calls with name and slot of each attribute. */
    void forEachAttribute(BiConsumer<String, Slot> todo) {
        attributes.forEach(todo);
    }

    /** Calls with field and slot of each value. */
    void forEach(BiConsumer<String, Slot> todo) {
        attributes.forEach((name, slot) -> todo.accept(FieldName.attribute(name), slot));
        properties.forEach((name, slot) -> todo.accept(FieldName.property(name), slot));
    }
}
