package dev.limpet.it.webapp;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

/**
 * Takes the session, reads the attribute {@code name}, waits until somebody tells this node {@code go=key}, and sets it to
 * {@code value}: a request in the middle of which a test lets things happen. {@code waits=key} says whether one waits.
 */
@WebServlet("/paused")
public final class PausedServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();
    private static final Set<String> WAITING = ConcurrentHashMap.newKeySet();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getParameter("go") != null) {
            gate(request.getParameter("go")).countDown();
        } else if (request.getParameter("waits") != null) {
            response.getWriter().print(WAITING.contains(request.getParameter("waits")));
        } else {
            response.getWriter().print(change(request));
        }
    }

    private static String change(HttpServletRequest request) {
        HttpSession session = request.getSession();
        String name = request.getParameter("name");
        String before = String.valueOf(session.getAttribute(name));
        await(request.getParameter("key"));
        session.setAttribute(name, request.getParameter("value"));
        return before;
    }

    private static void await(String key) {
        WAITING.add(key);
        try {
            gate(key).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            WAITING.remove(key);
        }
    }

    private static CountDownLatch gate(String key) {
        return GATES.computeIfAbsent(key, any -> new CountDownLatch(1));
    }
}
