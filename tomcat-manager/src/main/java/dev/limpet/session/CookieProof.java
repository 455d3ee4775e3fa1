package dev.limpet.session;

/** What an answer does with the suffix of its client's session cookie, the proof that this node was the last to load the session for that client. */
public enum CookieProof {
    /** The cookie stays as it is. */
    KEEP,
    /** The cookie names this node from now on. */
    STAMP,
    /** The cookie names no node any more. */
    TAKE_OFF;

    /**
     * Only a request that created, renamed or loaded the session vouches for this node. One that loaded and has no session in the end - there was none, or it
     * ended it - leaves no other node's proof behind either. One that did neither, or whose load failed, changes nothing.
     *
     * @param valid whether the request has a session now
     * @param given whether the request has created or renamed it
     * @param loaded whether the store was asked for it, and has answered
     */
    public static CookieProof owed(boolean valid, boolean given, boolean loaded) {
        if (valid) {
            return given || loaded ? STAMP : KEEP;
        }
        return loaded ? TAKE_OFF : KEEP;
    }
}
