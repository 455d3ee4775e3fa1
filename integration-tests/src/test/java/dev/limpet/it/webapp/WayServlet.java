package dev.limpet.it.webapp;

import java.io.IOException;
import java.util.function.Supplier;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

/**
 * {@code /way/<name>?value=v}: sets the session attribute "way" to v and answers in that way; see {@link Ways} and {@link AsyncWays}.
 * {@code /gzip/<name>} and {@code /buffered/<name>}: the same through {@link WrapFilter}.
 */
@WebServlet(
        urlPatterns = {"/way/*", WrapFilter.GZIP, WrapFilter.BUFFERED},
        asyncSupported = true)
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
        response.setContentType("text/plain;charset=UTF-8");
        way.answer(request, response, new Change(session(request, way), request.getParameter("value")));
    }

    /** Who answers on a thread of its own asks for the session there, which no thread may have done before. */
    private static Supplier<HttpSession> session(HttpServletRequest request, Way way) {
        if (AsyncWays.ALL.containsValue(way)) {
            return request::getSession;
        }
        HttpSession session = request.getSession();
        return () -> session;
    }
}
