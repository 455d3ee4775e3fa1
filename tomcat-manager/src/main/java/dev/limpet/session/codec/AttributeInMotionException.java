package dev.limpet.session.codec;

/** The value was being changed by another thread each time it was encoded. It may well be storable a moment later: the caller keeps it marked as changed. */
public final class AttributeInMotionException extends AttributeException {

    private static final long serialVersionUID = 1L;

    AttributeInMotionException(String attribute, Throwable cause) {
        super(attribute, "is being changed by another thread while it is stored", cause);
    }
}
