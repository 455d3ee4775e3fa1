package dev.limpet.session;

/**
 * Somebody else was faster, and nothing was applied: the session has been taken over by another node since this request's copy was loaded, and a value that
 * the request wants to write has been written there; or the request has made a session with an id that another one has made a session with meanwhile. The
 * client repeats the request.
 */
public final class OvertakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OvertakenException(String message) {
        super(message);
    }
}
