package dev.limpet.it.webapp;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** {@code /way/<name>?value=v}: sets the session attribute "way" to v and answers in that way; see {@link Ways} and {@link AsyncWays}. */
@WebServlet(urlPatterns = "/way/*", asyncSupported = true)
public final class WayServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String name = request.getPathInfo().substring(1);
        Way way = Ways.ALL.getOrDefault(name, AsyncWays.ALL.get(name));
        if (way == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        way.answer(request, response, new Change(request.getSession(), request.getParameter("value")));
    }
}
