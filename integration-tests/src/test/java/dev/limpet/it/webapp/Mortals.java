package dev.limpet.it.webapp;

import java.io.IOException;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;

/**
 * Sessions that are made to end. POST makes one, with {@code life=seconds} and {@code name}, and answers its id; GET tells which sessions have ended on this
 * node, {@code <id> <name> <millis since 1970>} a line, or with {@code count} how many.
 */
@WebListener
@WebServlet("/mortals")
public final class Mortals extends HttpServlet implements HttpSessionListener {

    private static final long serialVersionUID = 1L;
    private static final String NAME = "mortal";
    private static final Queue<String> ENDED = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger COUNT = new AtomicInteger();

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession();
        session.setAttribute(NAME, request.getParameter("name"));
        session.setMaxInactiveInterval(Integer.parseInt(request.getParameter("life")));
        response.getWriter().print(session.getId());
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(request.getParameter("count") != null ? COUNT.get() : String.join("\n", ENDED));
    }

    /** By the machine's clock, whatever that of this node. */
    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        HttpSession session = event.getSession();
        ENDED.add(session.getId() + " " + session.getAttribute(NAME) + " "
                + Instant.now().toEpochMilli());
        COUNT.incrementAndGet();
    }
}
