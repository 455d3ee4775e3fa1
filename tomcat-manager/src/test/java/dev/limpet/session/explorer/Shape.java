package dev.limpet.session.explorer;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.limpet.session.SessionStore;

/**
 * How objects of a class are written down.
 *
 * @param fields those that tell states apart
 * @param fieldsWithoutBeats the same if no beat will come any more
 */
record Shape(Kind kind, List<Field> fields, List<Field> fieldsWithoutBeats) {

    enum Kind {
        SURROUNDINGS,
        FUTURE,
        SLOT,
        RECORD,
        STATE
    }

    private static final String PACKAGE = "dev.limpet.session.";

    /** Settings and the surroundings: the same in all states of a scenario. */
    private static final Set<String> SKIPPED_CLASSES = Set.of(
            "Values", "SharedNames", "Terms", "SizeLimit", "Budget", "Quiet", "TimeSource", "Awaiter", "Touches");

    /**
     * Accesses, what calls tell of them, and times of creation (nothing expires in the scenarios), sizes (no limit is set), the register of routes, what the
     * codec has done already.
     */
    private static final Set<String> SKIPPED_FIELDS = Set.of(
            "Copy.usedNanos",
            "Copy.usedMillis",
            "Copy.accessSent",
            "Copy.accessTold",
            "Copy.accessMillis",
            "Copy.createdMillis",
            "Copy.face",
            "Load.idleMillis",
            "Loaded.accessMillis",
            "Loaded.createdMillis",
            "Save.tellsUse",
            "SentSave.tellsUse",
            "BegunSave.answeredAt",
            "Save.createdMillis",
            "SessionContent.tried",
            "SessionContent.storedBytes",
            "Session.created",
            "Session.access",
            "Session.end",
            "Session.claimer",
            "Session.claimEnd",
            "Tombstone.end",
            "InMemorySessionStore.dropEnds",
            "InMemorySessionStore.register",
            "Beats.rivals",
            "Beats.rivalled");

    /** The drops that are kept in the store, and those that the next beat takes out. */
    private static final Set<String> FOR_BEATS = Set.of("InMemorySessionStore.drops", "Beats.worked");

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return new Shape(
                    kindOf(type), fieldsOf(type, SKIPPED_FIELDS), fieldsOf(type, union(SKIPPED_FIELDS, FOR_BEATS)));
        }
    };

    static Shape of(Object value) {
        return SHAPES.get(value.getClass());
    }

    Field named(String name) {
        for (Field field : fields) {
            if (field.getName().equals(name)) {
                return field;
            }
        }
        throw new IllegalStateException("no field " + name);
    }

    private static Kind kindOf(Class<?> type) {
        String name = type.getName();
        boolean ours = name.startsWith(PACKAGE)
                && !name.contains("$$")
                && !SessionStore.class.isAssignableFrom(type)
                && !SKIPPED_CLASSES.contains(type.getSimpleName());
        if (CompletableFuture.class.isAssignableFrom(type)) {
            return Kind.FUTURE;
        }
        if (!ours) {
            return Kind.SURROUNDINGS;
        }
        return type.getSimpleName().equals("Slot") ? Kind.SLOT : type.isRecord() ? Kind.RECORD : Kind.STATE;
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    private static List<Field> fieldsOf(Class<?> type, Set<String> skippedFields) {
        List<Field> fields = new ArrayList<>();
        if (!type.getName().startsWith(PACKAGE)) {
            return fields;
        }
        for (Field field : type.getDeclaredFields()) {
            boolean skipped = Modifier.isStatic(field.getModifiers())
                    || field.isSynthetic()
                    || skippedFields.contains(type.getSimpleName() + "." + field.getName())
                    || SKIPPED_CLASSES.contains(field.getType().getSimpleName());
            if (!skipped) {
                field.setAccessible(true);
                fields.add(field);
            }
        }
        return fields;
    }
}
