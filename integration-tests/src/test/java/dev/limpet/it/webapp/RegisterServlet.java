package dev.limpet.it.webapp;

import java.io.IOException;
import java.util.Map;
import java.util.function.BiFunction;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

/**
 * A session as registers, its attributes. POST, so that no client sends anything twice on its own. Answers what the attribute
 * {@code name} was before: {@code =value}, {@code -} for none; or {@code none} without a session. Only {@code /create} makes one.
 */
@WebServlet("/register/*")
public final class RegisterServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final Map<String, BiFunction<HttpServletRequest, HttpSession, String>> ACTIONS = Map.of(
            "/get", (request, session) -> value(request, session),
            "/set", RegisterServlet::set,
            "/remove", RegisterServlet::remove,
            "/rename", (request, session) -> request.changeSessionId(),
            "/logout", RegisterServlet::logout);

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().print(answer(request));
    }

    private static String answer(HttpServletRequest request) {
        if (request.getPathInfo().equals("/create")) {
            return request.getSession().getId();
        }
        HttpSession session = request.getSession(false);
        return session == null ? "none" : ACTIONS.get(request.getPathInfo()).apply(request, session);
    }

    private static String value(HttpServletRequest request, HttpSession session) {
        Object value = session.getAttribute(request.getParameter("name"));
        return value == null ? "-" : "=" + value;
    }

    private static String set(HttpServletRequest request, HttpSession session) {
        String before = value(request, session);
        session.setAttribute(request.getParameter("name"), request.getParameter("value"));
        return before;
    }

    private static String remove(HttpServletRequest request, HttpSession session) {
        String before = value(request, session);
        session.removeAttribute(request.getParameter("name"));
        return before;
    }

    private static String logout(HttpServletRequest request, HttpSession session) {
        session.invalidate();
        return "out";
    }
}
