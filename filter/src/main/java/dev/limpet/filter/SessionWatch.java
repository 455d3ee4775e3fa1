package dev.limpet.filter;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;

/** A request that tells when the application gets a session from it. Runs the stamping on the thread that asks. */
final class SessionWatch extends HttpServletRequestWrapper {

    private final Runnable stamping;
    private volatile boolean seen;

    SessionWatch(HttpServletRequest request, Runnable stamping) {
        super(request);
        this.stamping = stamping;
    }

    void seen() {
        seen = true;
        stamping.run();
    }

    /** For a response that may have been reset since. */
    void stampAgain() {
        if (seen) {
            stamping.run();
        }
    }

    @Override
    public HttpSession getSession() {
        return watched(super.getSession());
    }

    @Override
    public HttpSession getSession(boolean create) {
        return watched(super.getSession(create));
    }

    private HttpSession watched(HttpSession session) {
        if (session != null && !seen) {
            seen();
        }
        return session;
    }
}
