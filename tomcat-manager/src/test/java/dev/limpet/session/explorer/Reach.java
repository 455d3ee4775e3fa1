package dev.limpet.session.explorer;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import dev.limpet.session.Moment;
import dev.limpet.session.NodeId;
import dev.limpet.session.SessionStore;

/**
 * Writes down what can be reached from an object: every field of the protocol's classes and of the store, except for those named here, of which no schedule
 * depends. Objects are numbered as they are met, so that equal states are written alike.
 */
final class Reach {

    private static final String PACKAGE = "dev.limpet.session.";

    /** Settings and the surroundings: the same in all states of a scenario. */
    private static final Set<String> SKIPPED_CLASSES =
            Set.of("Values", "Terms", "SizeLimit", "Budget", "Quiet", "TimeSource", "Awaiter", "Touches");

    /** Accesses and times of creation (nothing expires in the scenarios), the register of routes, what the codec has done already. */
    private static final Set<String> SKIPPED_FIELDS = Set.of(
            "Copy.lastUsed",
            "Copy.accessSent",
            "Copy.accessMillis",
            "Copy.createdMillis",
            "Copy.face",
            "SessionContent.tried",
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

    private static final ClassValue<Field[]> FIELDS = new ClassValue<>() {
        @Override
        protected Field[] computeValue(Class<?> type) {
            List<Field> fields = new ArrayList<>();
            for (Field field : type.getDeclaredFields()) {
                boolean skipped = Modifier.isStatic(field.getModifiers())
                        || field.isSynthetic()
                        || SKIPPED_FIELDS.contains(type.getSimpleName() + "." + field.getName())
                        || SKIPPED_CLASSES.contains(field.getType().getSimpleName());
                if (!skipped) {
                    field.setAccessible(true);
                    fields.add(field);
                }
            }
            return fields.toArray(Field[]::new);
        }
    };

    private enum Kind {
        SURROUNDINGS,
        FUTURE,
        SLOT,
        STATE
    }

    private static final ClassValue<Kind> KINDS = new ClassValue<>() {
        @Override
        protected Kind computeValue(Class<?> type) {
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
            return type.getSimpleName().equals("Slot") ? Kind.SLOT : Kind.STATE;
        }
    };

    private final StringBuilder out;
    private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();
    private Moment now;

    Reach(StringBuilder out) {
        this.out = out;
    }

    /** By whose clock moments are written from here on. */
    Reach at(Moment moment) {
        now = moment;
        return this;
    }

    /**
     * The store itself, which is skipped where others refer to it.
     *
     * @param withDrops whether anybody will ask for the drops that are kept in it
     */
    void root(Object store, boolean withDrops) {
        out.append('(');
        for (Field field : FIELDS.get(store.getClass())) {
            if (withDrops || !field.getName().equals("drops")) {
                write(read(field, store));
            }
        }
        out.append(')');
    }

    void write(Object value) {
        if (value == null) {
            out.append('~');
        } else if (value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Enum<?>) {
            out.append(value).append(',');
        } else if (value instanceof NodeId || value instanceof Character) {
            out.append(value).append(',');
        } else if (value instanceof byte[] bytes) {
            for (byte b : bytes) {
                out.append((char) b);
            }
            out.append(',');
        } else if (value instanceof Moment moment) {
            out.append(Math.min(Host.LEASE_MILLIS, moment.millisUntil(now))).append(',');
        } else if (value instanceof Map<?, ?> map) {
            sorted(map);
        } else if (value instanceof Set<?> set) {
            out.append(set.stream().map(Object::toString).sorted().toList());
        } else if (value instanceof Collection<?> list) {
            out.append('[');
            list.forEach(this::write);
            out.append(']');
        } else {
            object(value);
        }
    }

    private void sorted(Map<?, ?> map) {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(key.toString(), value));
        out.append('{');
        sorted.forEach((key, value) -> {
            out.append(key).append('=');
            write(value);
        });
        out.append('}');
    }

    private void object(Object value) {
        Kind kind = KINDS.get(value.getClass());
        if (kind == Kind.SURROUNDINGS) {
            out.append('_');
            return;
        }
        Integer known = numbers.putIfAbsent(value, numbers.size());
        if (known != null && !(value instanceof Record)) {
            out.append('#').append(known);
            return;
        }
        switch (kind) {
            case FUTURE -> future((CompletableFuture<?>) value);
            case SLOT -> slot(value);
            default -> fields(value);
        }
    }

    private void future(CompletableFuture<?> answer) {
        out.append(answer.isCompletedExceptionally() ? '!' : answer.isDone() ? '.' : '?');
        if (answer.isDone() && !answer.isCompletedExceptionally()) {
            write(answer.join());
        }
    }

    /** Whether somebody has asked for the value already makes no difference. */
    private void slot(Object slot) {
        Object value = read(slot, "value");
        write(value == null ? ((byte[]) read(slot, "bytes"))[0] : value);
    }

    private void fields(Object value) {
        out.append('(');
        for (Field field : FIELDS.get(value.getClass())) {
            write(read(field, value));
        }
        out.append(')');
    }

    static Object read(Object from, String name) {
        for (Field field : FIELDS.get(from.getClass())) {
            if (field.getName().equals(name)) {
                return read(field, from);
            }
        }
        throw new IllegalStateException(from.getClass() + " has no field " + name);
    }

    private static Object read(Field field, Object from) {
        try {
            return field.get(from);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
