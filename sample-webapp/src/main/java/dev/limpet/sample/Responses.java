package dev.limpet.sample;

import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;

/** Sends what was rendered, with the headers that every page of this application has. */
final class Responses {

    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private Responses() {}

    static void html(HttpServletResponse response, String html) throws IOException {
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        send(response, HttpServletResponse.SC_OK, "text/html", html);
    }

    static void json(HttpServletResponse response, int status, String json) throws IOException {
        send(response, status, "application/json", json);
    }

    /** Sends the browser on with a GET, so that a reload of what it then shows does not repeat the POST. */
    static void seeOther(HttpServletResponse response, String location) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", location);
    }

    private static void send(HttpServletResponse response, int status, String type, String body) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getWriter().write(body);
    }
}
