package dev.limpet.filter;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Tells health requests from others.
 *
 * @param path within the context; empty: no request is one
 */
record HealthPath(String path) {

    boolean matches(HttpServletRequest request) {
        return !path.isEmpty() && path.equals(pathOf(request));
    }

    private static String pathOf(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return rest == null ? request.getServletPath() : request.getServletPath() + rest;
    }
}
