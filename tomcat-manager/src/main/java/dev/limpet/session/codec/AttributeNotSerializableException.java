package dev.limpet.session.codec;

/** The value cannot be stored as it is: the message says where in it the offending object is found, as far as that could be told. */
public final class AttributeNotSerializableException extends AttributeException {

    private static final long serialVersionUID = 1L;

    AttributeNotSerializableException(String attribute, String detail, Throwable cause) {
        super(attribute, "cannot be stored: " + detail, cause);
    }
}
