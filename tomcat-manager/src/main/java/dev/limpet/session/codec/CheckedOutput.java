package dev.limpet.session.codec;

import java.io.IOException;
import java.io.ObjectOutputStream;

/** Writes only objects that can be read again: of classes that the filter would let pass then and that the JDK can make anew. */
final class CheckedOutput extends ObjectOutputStream {

    private final SerialFilter filter;
    private final WrittenSize size;

    CheckedOutput(WrittenSize out, SerialFilter filter) throws IOException {
        super(out);
        this.filter = filter;
        this.size = out;
        enableReplaceObject(true);
    }

    /** Called once for each object that is written; with null where a value has had itself replaced by it. */
    @Override
    protected Object replaceObject(Object value) throws IOException {
        if (value == null) {
            return null;
        }
        String obstacle = Makeable.obstacle(value.getClass());
        if (obstacle != null) {
            throw new RefusedClassException(value.getClass(), obstacle);
        }
        size.count();
        return value;
    }

    /** Called once for each class that the stream describes. */
    @Override
    protected void annotateClass(Class<?> type) throws IOException {
        check(type);
    }

    @Override
    protected void annotateProxyClass(Class<?> type) throws IOException {
        check(type);
        for (Class<?> face : type.getInterfaces()) {
            check(face);
        }
    }

    private void check(Class<?> type) throws RefusedClassException {
        String refusal = filter.refusal(type);
        if (refusal != null) {
            throw new RefusedClassException(type, refusal);
        }
    }
}
