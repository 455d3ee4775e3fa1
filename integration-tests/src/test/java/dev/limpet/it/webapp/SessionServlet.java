package dev.limpet.it.webapp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

/** What an application does to its session, one action a path, each answered as text. Called by the container's request threads. */
@WebServlet("/session/*")
public final class SessionServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String COUNT = "count";
    private static final String LIST = "list";

    private static final Map<String, Action> ACTIONS = Map.ofEntries(
            Map.entry("/count", SessionServlet::count),
            Map.entry("/peek", SessionServlet::peek),
            Map.entry(
                    "/get", request -> String.valueOf(request.getSession().getAttribute(request.getParameter("name")))),
            Map.entry("/length", SessionServlet::length),
            Map.entry("/set", SessionServlet::set),
            Map.entry("/several", SessionServlet::several),
            Map.entry("/remove", SessionServlet::remove),
            Map.entry("/names", SessionServlet::names),
            Map.entry("/list", SessionServlet::list),
            Map.entry("/rename", SessionServlet::rename),
            Map.entry("/login", SessionServlet::login),
            Map.entry("/logout", SessionServlet::logout),
            Map.entry("/life", SessionServlet::life),
            Map.entry("/plain-object", SessionServlet::plainObject),
            Map.entry("/nested-object", SessionServlet::nestedObject));

    /** Does something and says what came of it. */
    @FunctionalInterface
    private interface Action {
        String of(HttpServletRequest request);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Action action = ACTIONS.get(request.getPathInfo());
        if (action == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        String answer = action.of(request);
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().print(answer);
    }

    private static String count(HttpServletRequest request) {
        HttpSession session = request.getSession();
        Integer before = (Integer) session.getAttribute(COUNT);
        int now = before == null ? 1 : before + 1;
        session.setAttribute(COUNT, now);
        return Integer.toString(now);
    }

    /** Never makes a session; "none" when there is none. */
    private static String peek(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? "none" : String.valueOf(session.getAttribute(COUNT));
    }

    private static String set(HttpServletRequest request) {
        String size = request.getParameter("size");
        Object value = size == null ? request.getParameter("value") : "x".repeat(Integer.parseInt(size));
        request.getSession().setAttribute(request.getParameter("name"), value);
        return "set";
    }

    private static String length(HttpServletRequest request) {
        String value = (String) request.getSession().getAttribute(request.getParameter("name"));
        return value == null ? "none" : Integer.toString(value.length());
    }

    private static String several(HttpServletRequest request) {
        HttpSession session = request.getSession();
        for (int i = 0; i < 5; i++) {
            session.setAttribute("several" + i, request.getParameter("value"));
        }
        session.removeAttribute("several0");
        return "set";
    }

    private static String remove(HttpServletRequest request) {
        request.getSession().removeAttribute(request.getParameter("name"));
        return "removed";
    }

    private static String names(HttpServletRequest request) {
        TreeSet<String> names = new TreeSet<>();
        request.getSession().getAttributeNames().asIterator().forEachRemaining(names::add);
        return String.join(",", names);
    }

    /** Changes a list in place: the session is not told. */
    private static String list(HttpServletRequest request) {
        HttpSession session = request.getSession();
        if (session.getAttribute(LIST) == null) {
            session.setAttribute(LIST, new ArrayList<String>());
        }
        @SuppressWarnings("unchecked")
        List<String> list = (List<String>) session.getAttribute(LIST);
        list.add(request.getParameter("add"));
        return String.join(",", list);
    }

    private static String rename(HttpServletRequest request) {
        String returned = request.changeSessionId();
        return returned.equals(request.getSession().getId()) ? returned : "changeSessionId() and getId() differ";
    }

    private static String login(HttpServletRequest request) {
        request.getSession();
        String id = request.changeSessionId();
        request.getSession().setAttribute("user", request.getParameter("user"));
        return id;
    }

    private static String logout(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        return "out";
    }

    private static String life(HttpServletRequest request) {
        request.getSession().setMaxInactiveInterval(Integer.parseInt(request.getParameter("seconds")));
        return "set";
    }

    private static String plainObject(HttpServletRequest request) {
        try {
            request.getSession().setAttribute("plain", new PlainThing("x"));
            return "accepted";
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private static String nestedObject(HttpServletRequest request) {
        request.getSession().setAttribute("basket", new Basket(new PlainThing("y")));
        return "accepted";
    }
}
