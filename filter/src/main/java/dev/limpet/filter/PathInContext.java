package dev.limpet.filter;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Tells the requests to a path of our own from those to the application.
 *
 * @param path within the context; empty: no request is to it
 */
public record PathInContext(String path) {

    /** Asked several times a request, so it puts no strings together. */
    public boolean matches(HttpServletRequest request) {
        if (path.isEmpty()) {
            return false;
        }
        String servletPath = request.getServletPath();
        String rest = request.getPathInfo();
        if (rest == null) {
            return path.equals(servletPath);
        }
        return path.length() == servletPath.length() + rest.length()
                && path.startsWith(servletPath)
                && path.endsWith(rest);
    }
}
