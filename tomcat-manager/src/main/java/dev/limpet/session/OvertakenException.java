package dev.limpet.session;

/**
 * Somebody else has the session, and nothing was applied: another node has taken it over since this request's copy was loaded, and a value that the request
 * wants to write has been written there; or the session is a new one and its id is that of another, which was made meanwhile or has ended and is not yet
 * cleared away. The client repeats the request.
 */
public final class OvertakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OvertakenException(String message) {
        super(message);
    }

    static OvertakenException by(Copy copy, String name) {
        return new OvertakenException(
                "session " + SessionHash.of(copy.id()) + " has been taken over by another node, and " + name
                        + " has been written there since: nothing of this request was saved");
    }
}
