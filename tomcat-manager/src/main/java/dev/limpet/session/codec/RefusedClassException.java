package dev.limpet.session.codec;

import java.io.ObjectStreamException;
import java.lang.invoke.SerializedLambda;
import java.util.function.Predicate;

/** An object of this class must not be written. */
final class RefusedClassException extends ObjectStreamException {

    private static final long serialVersionUID = 1L;

    private final transient Class<?> refused;

    RefusedClassException(Class<?> refused, String problem) {
        super(problem);
        this.refused = refused;
    }

    /** Recognises the object that was to be written as this class; a lambda is written as something else than it is. */
    Predicate<Object> culprit() {
        return refused == SerializedLambda.class ? value -> value.getClass().isHidden() : refused::isInstance;
    }
}
