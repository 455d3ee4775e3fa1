package dev.limpet.session.explorer;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import dev.limpet.session.Moment;
import dev.limpet.session.NodeId;

/**
 * Writes down what can be reached from an object: every field of the protocol's classes and of the store, except for those that {@link Shape} names, of which
 * no schedule depends. Objects are numbered as they are met, so that equal states are written alike.
 */
final class Reach {

    private static final long NULL = 'n';
    private static final long NUMBERED = 'N';
    private static final long OPEN = '(';
    private static final long CLOSE = ')';

    private final Digest out;
    private final boolean beatsToCome;
    private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();
    private Host host;

    Reach(Digest out, boolean beatsToCome) {
        this.out = out;
        this.beatsToCome = beatsToCome;
    }

    /** By whose clock moments are written from here on. */
    Reach at(Host newHost) {
        host = newHost;
        return this;
    }

    /** The store itself, which is skipped where others refer to it. */
    void root(Object store) {
        fields(store, Shape.of(store));
    }

    void write(Object value) {
        if (value == null) {
            out.put(NULL);
        } else if (value instanceof String text) {
            out.put(text);
        } else if (value instanceof Number number) {
            out.put(number.longValue());
        } else if (value instanceof Boolean is) {
            out.put(is);
        } else if (value instanceof Enum<?> constant) {
            out.put(constant);
        } else if (value instanceof NodeId || value instanceof Character) {
            out.put(value.toString());
        } else if (value instanceof byte[] bytes) {
            for (byte b : bytes) {
                out.put(b);
            }
            out.put(bytes.length);
        } else if (value instanceof Moment moment) {
            out.put(host.ageOf(moment));
        } else if (value instanceof Map<?, ?> map) {
            write(map);
        } else if (value instanceof Set<?> set) {
            set.stream().map(Object::toString).sorted().forEach(out::put);
            out.put(set.size());
        } else if (value instanceof Collection<?> list) {
            list.forEach(this::write);
            out.put(list.size());
        } else {
            object(value);
        }
    }

    private void write(Map<?, ?> map) {
        Map<?, ?> sorted = map;
        if (map.size() > 1) {
            Map<String, Object> byName = new TreeMap<>();
            map.forEach((key, value) -> byName.put(name(key), value));
            sorted = byName;
        }
        sorted.forEach((key, value) -> {
            out.put(name(key));
            write(value);
        });
        out.put(map.size());
    }

    private static String name(Object key) {
        if (!(key instanceof Record) || key instanceof NodeId) {
            return key.toString();
        }
        StringBuilder name = new StringBuilder();
        for (Field field : Shape.of(key).fields()) {
            name.append(read(field, key)).append(',');
        }
        return name.toString();
    }

    private void object(Object value) {
        Shape shape = Shape.of(value);
        if (shape.kind() == Shape.Kind.SURROUNDINGS) {
            return;
        }
        if (shape.kind() != Shape.Kind.RECORD) {
            Integer known = numbers.putIfAbsent(value, numbers.size());
            if (known != null) {
                out.put(NUMBERED).put(known);
                return;
            }
        }
        switch (shape.kind()) {
            case FUTURE -> future((CompletableFuture<?>) value);
            case SLOT -> slot(value, shape);
            default -> fields(value, shape);
        }
    }

    private void future(CompletableFuture<?> answer) {
        out.put(answer.isCompletedExceptionally() ? '!' : answer.isDone() ? '.' : '?');
        if (answer.isDone() && !answer.isCompletedExceptionally()) {
            write(answer.join());
        }
    }

    /** Whether somebody has asked for the value already makes no difference. */
    private void slot(Object slot, Shape shape) {
        Object value = read(shape.named("value"), slot);
        write(value == null ? ((byte[]) read(shape.named("bytes"), slot))[0] : value);
    }

    private void fields(Object value, Shape shape) {
        out.put(OPEN);
        for (Field field : beatsToCome ? shape.fields() : shape.fieldsWithoutBeats()) {
            write(field, value);
        }
        out.put(CLOSE);
    }

    private void write(Field field, Object from) {
        try {
            Class<?> type = field.getType();
            if (type == boolean.class) {
                out.put(field.getBoolean(from));
            } else if (type == long.class || type == int.class) {
                out.put(field.getLong(from));
            } else {
                write(field.get(from));
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    static Object read(Object from, String name) {
        return read(Shape.of(from).named(name), from);
    }

    private static Object read(Field field, Object from) {
        try {
            return field.get(from);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
