package dev.limpet.session;

/** The store gave no answer: whether the session exists, or whether the change was made, is unknown. Never to be read as 'no session'. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
