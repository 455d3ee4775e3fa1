package dev.limpet.session.codec;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;

/** Writes objects of those classes only that the filter would let pass when they are read. */
final class CheckedOutput extends ObjectOutputStream {

    private final SerialFilter filter;

    CheckedOutput(OutputStream out, SerialFilter filter) throws IOException {
        super(out);
        this.filter = filter;
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
