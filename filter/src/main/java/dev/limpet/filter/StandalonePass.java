package dev.limpet.filter;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The pass in any servlet container: nobody stamps after this filter, so it has to find out itself whether there is a session.
 *
 * <p>With {@link StampWhen#SESSION} it never asks for a session itself, because that would load or extend one for a request that has no use for it. The
 * stamp falls when the container has already found the client's session valid, or at the moment when the application asks for a session and gets one:
 * a new session's cookie has to be sent from there too, so it is always early enough. Only a request whose client is not bound to this node yet is wrapped
 * for that.
 */
final class StandalonePass implements AffinityPass {

    private final AffinityStamp stamp;
    private final AffinityPass plain;

    StandalonePass(AffinityStamp stamp) {
        this.stamp = stamp;
        this.plain = AffinityPass.plain(stamp);
    }

    @Override
    public void through(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (stamp.waitsForSession(request)) {
            throughWatched(request, response, chain);
        } else {
            plain.through(request, response, chain);
        }
    }

    private void throughWatched(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        SessionWatch watch = new SessionWatch(request, () -> stamp.stampSession(request, response));
        if (request.getRequestedSessionId() != null && request.isRequestedSessionIdValid()) {
            watch.seen();
        }
        chain.doFilter(watch, response);
        AffinityPass.repair(request, watch::stampAgain);
    }
}
