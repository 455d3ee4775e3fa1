package dev.limpet.session.codec;

/** The stored bytes give no value: class missing or incompatible, refused by the filter, tampered with, unsigned, truncated. The message says which. */
public final class AttributeUnreadableException extends AttributeException {

    private static final long serialVersionUID = 1L;

    AttributeUnreadableException(String attribute, String detail, Throwable cause) {
        super(attribute, "cannot be read: " + detail, cause);
    }
}
