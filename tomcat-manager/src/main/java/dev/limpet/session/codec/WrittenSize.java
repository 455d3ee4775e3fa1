package dev.limpet.session.codec;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Array;

/**
 * Counts what one value is made of while it is written, by the limits of the {@link SerialFilter} that it will be read with. Nulls and repetitions, which
 * that one counts too, are not seen here.
 */
final class WrittenSize {

    /** A class is described one step deeper than its subclass. */
    private static final int DEEP_CLASS_HIERARCHY = 16;

    private static final StackWalker STACK = StackWalker.getInstance();

    private final SerialFilter filter;
    private long objects;
    private long lookAgainAt;
    private boolean exceeded;

    WrittenSize(SerialFilter filter) {
        this.filter = filter;
        this.lookAgainAt = filter.maxDepth() - DEEP_CLASS_HIERARCHY;
    }

    /** On the thread that writes, from within the writing of this object, once for each. Throws what says which limit it exceeds. */
    void count(Object value) throws IOException {
        if (exceeded) {
            // the stream writes the exception down before it throws it
            return;
        }
        objects++;
        if (objects > filter.maxReferences()) {
            throw exceeded("it has more objects than", "maxrefs", filter.maxReferences());
        }
        if (value.getClass().isArray() && Array.getLength(value) > filter.maxArray()) {
            throw exceeded("an array of " + Array.getLength(value) + " is longer than", "maxarray", filter.maxArray());
        }
        if (objects > lookAgainAt) {
            lookAtDepth(value.getClass());
        }
    }

    /** Each object goes one step deeper at most: until there are as many more as there are steps left, nobody has to look. */
    private void lookAtDepth(Class<?> type) throws IOException {
        long depth = STACK.walk(frames -> frames.filter(WrittenSize::isOneStep).count());
        if (depth + superclasses(type) > filter.maxDepth()) {
            throw exceeded("its objects are nested more deeply than", "maxdepth", filter.maxDepth());
        }
        lookAgainAt = objects + Math.max(0, filter.maxDepth() - depth - DEEP_CLASS_HIERARCHY);
    }

    private static boolean isOneStep(StackFrame frame) {
        return frame.getMethodName().equals("writeObject0")
                && frame.getClassName().equals(ObjectOutputStream.class.getName());
    }

    /** Those that are written with it. */
    private static int superclasses(Class<?> type) {
        int count = 0;
        for (Class<?> each = type.getSuperclass(); isWritten(each); each = each.getSuperclass()) {
            count++;
        }
        return count;
    }

    private static boolean isWritten(Class<?> type) {
        return type != null && Serializable.class.isAssignableFrom(type);
    }

    private IOException exceeded(String what, String limit, long value) {
        exceeded = true;
        return new IOException(
                "it could not be read again: " + what + " serialFilter allows (" + limit + '=' + value + ')');
    }
}
