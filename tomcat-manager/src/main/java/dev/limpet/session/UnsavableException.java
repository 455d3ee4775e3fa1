package dev.limpet.session;

/** The session cannot be stored as the application has made it; the message names session hash, attribute, size or limit. */
public final class UnsavableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnsavableException(String message, Throwable cause) {
        super(message, cause);
    }
}
