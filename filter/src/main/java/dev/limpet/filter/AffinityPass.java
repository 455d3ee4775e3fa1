package dev.limpet.filter;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** How a request goes through the chain and gets its stamp on the way. Called on request threads. */
@FunctionalInterface
interface AffinityPass {

    void through(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException;

    /**
     * Stamps before the application runs, and afterwards again if it has reset the response. All that is needed with a container part that stamps just before
     * the headers leave whenever there is a session. Hands request and response on as they are, which keeps sendfile.
     */
    static AffinityPass plain(AffinityStamp stamp) {
        return (request, response, chain) -> {
            boolean stamped = stamp.stamp(request, response);
            chain.doFilter(request, response);
            if (stamped) {
                repair(request, () -> stamp.stamp(request, response));
            }
        };
    }

    /** Works as long as the response is neither committed nor in the hands of another thread. */
    static void repair(HttpServletRequest request, Runnable stamping) {
        if (!request.isAsyncStarted()) {
            stamping.run();
        }
    }
}
