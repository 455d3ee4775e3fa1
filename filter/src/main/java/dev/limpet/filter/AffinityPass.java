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
     * With a container that stamps once more just before the headers leave, and knows then whether there is a session. Hands request and response on as they
     * are, which keeps sendfile.
     */
    static AffinityPass backedByCommitPoint(AffinityStamp stamp) {
        return (request, response, chain) -> {
            stamp.stamp(request, response);
            chain.doFilter(request, response);
        };
    }
}
