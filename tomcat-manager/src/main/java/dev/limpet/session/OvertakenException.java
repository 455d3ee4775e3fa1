package dev.limpet.session;

/**
 * The session has been taken over by another node since this request's copy was loaded, and a value that the request wants to write has been written there:
 * nothing was applied. The client repeats the request.
 */
public final class OvertakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OvertakenException(String message) {
        super(message);
    }
}
