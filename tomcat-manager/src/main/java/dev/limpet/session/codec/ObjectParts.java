package dev.limpet.session.codec;

import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** The objects right inside another that serialisation would write with it, each with a label. Opens nothing that the JDK keeps closed. */
final class ObjectParts {

    /** Keys that are shown: plain words. Others may be data of the user, or a secret. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z]{1,30}");

    private ObjectParts() {}

    static void visit(Object whole, BiConsumer<String, Object> visitor) {
        if (whole instanceof Object[] array) {
            visitElements(Arrays.asList(array), visitor);
        } else if (whole instanceof Collection<?> collection && isOfJdk(whole)) {
            visitElements(collection, visitor);
        } else if (whole instanceof Map<?, ?> map && isOfJdk(whole)) {
            visitEntries(map, visitor);
        }
        visitFields(whole, visitor);
    }

    /** Whether its content is written by a class of the JDK: the iterator of any other collection may do anything, such as asking a database. */
    private static boolean isOfJdk(Object container) {
        Class<?> type = container.getClass();
        while (type.getModule() != Object.class.getModule()) {
            type = type.getSuperclass();
        }
        return Serializable.class.isAssignableFrom(type);
    }

    private static void visitElements(Collection<?> elements, BiConsumer<String, Object> visitor) {
        int index = 0;
        for (Object element : elements) {
            visitor.accept("[" + index++ + ']', element);
        }
    }

    private static void visitEntries(Map<?, ?> map, BiConsumer<String, Object> visitor) {
        int index = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            visitor.accept("{key " + index + '}', entry.getKey());
            visitor.accept('{' + describe(entry.getKey(), index) + '}', entry.getValue());
            index++;
        }
    }

    private static String describe(Object key, int index) {
        boolean word = key instanceof Enum<?>
                || key instanceof String text && WORD.matcher(text).matches();
        return word ? key.toString() : "value " + index;
    }

    private static void visitFields(Object whole, BiConsumer<String, Object> visitor) {
        for (Class<?> type = whole.getClass(); type != null; type = type.getSuperclass()) {
            ObjectStreamClass written = ObjectStreamClass.lookup(type);
            if (written != null) {
                visitFields(whole, type, written, visitor);
            }
        }
    }

    private static void visitFields(
            Object whole, Class<?> type, ObjectStreamClass written, BiConsumer<String, Object> visitor) {
        for (ObjectStreamField field : written.getFields()) {
            if (!field.isPrimitive()) {
                visitor.accept('.' + field.getName(), read(whole, type, field.getName()));
            }
        }
    }

    /** @return null also where it cannot be read */
    private static Object read(Object whole, Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            return field.trySetAccessible() ? field.get(whole) : null;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
