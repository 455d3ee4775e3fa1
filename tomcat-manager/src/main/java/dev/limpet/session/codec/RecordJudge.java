package dev.limpet.session.codec;

import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;

/** A record is immutable if what it holds is. Reads the fields: an accessor may have been written by hand. */
final class RecordJudge implements Mutability.Judge {

    private final Field[] fields;

    private RecordJudge(Field[] fields) {
        this.fields = fields;
    }

    /** A judge that says no to everything if the fields cannot be read. */
    static Mutability.Judge of(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Field[] fields = new Field[components.length];
        for (int i = 0; i < components.length; i++) {
            fields[i] = open(type, components[i].getName());
            if (fields[i] == null) {
                return (value, depth) -> false;
            }
        }
        return new RecordJudge(fields);
    }

    private static Field open(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            return field.trySetAccessible() ? field : null;
        } catch (NoSuchFieldException e) {
            return null;
        }
    }

    @Override
    public boolean isImmutable(Object value, int depth) {
        for (Field field : fields) {
            if (!field.getType().isPrimitive() && !Mutability.isImmutable(read(field, value), depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private static Object read(Field field, Object value) {
        try {
            return field.get(value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the field was opened", e);
        }
    }
}
