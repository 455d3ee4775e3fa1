package dev.limpet.benchmarks.webapp;

import java.io.IOException;
import java.util.StringJoiner;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

/**
 * {@code /strings/new?labels=a,b,...}, {@code /strings/read}, {@code /strings/write?attribute=3&label=x}, {@code /strings/end},
 * and the same with {@code /beans}. Reads each attribute once, writes one at most. Answers with the labels of all attributes
 * as they are then, with commas; 409 if there is no session.
 */
@WebServlet({"/strings/*", "/beans/*"})
public final class BenchmarkServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Content content = Content.named(request.getServletPath().substring(1));
        if (request.getPathInfo().equals("/new")) {
            answer(response, content, create(request, content));
            return;
        }
        HttpSession session = request.getSession(false);
        if (session == null) {
            response.sendError(HttpServletResponse.SC_CONFLICT);
            return;
        }
        Object[] values = read(session);
        switch (request.getPathInfo()) {
            case "/read" -> answer(response, content, values);
            case "/write" -> {
                write(request, session, content, values);
                answer(response, content, values);
            }
            case "/end" -> {
                session.invalidate();
                answer(response, content, values);
            }
            default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private static Object[] create(HttpServletRequest request, Content content) {
        String[] labels = request.getParameter("labels").split(",");
        HttpSession session = request.getSession();
        Object[] values = new Object[Content.ATTRIBUTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = content.make(labels[i]);
            session.setAttribute(Content.attribute(i), values[i]);
        }
        return values;
    }

    private static Object[] read(HttpSession session) {
        Object[] values = new Object[Content.ATTRIBUTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = session.getAttribute(Content.attribute(i));
        }
        return values;
    }

    private static void write(HttpServletRequest request, HttpSession session, Content content, Object... values) {
        int index = Integer.parseInt(request.getParameter("attribute"));
        values[index] = content.change(values[index], request.getParameter("label"));
        session.setAttribute(Content.attribute(index), values[index]);
    }

    private static void answer(HttpServletResponse response, Content content, Object... values) throws IOException {
        StringJoiner labels = new StringJoiner(",");
        for (Object value : values) {
            labels.add(content.label(value));
        }
        response.setContentType("text/plain");
        response.getWriter().print(labels);
    }
}
