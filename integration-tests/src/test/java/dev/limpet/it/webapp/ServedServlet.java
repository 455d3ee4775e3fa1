package dev.limpet.it.webapp;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

/**
 * Says who serves: {@code <node> <count>}. GET reads the session's count ({@code -} without a session), POST raises it first.
 * {@code hold=key} waits until somebody sends {@code release=key} to this node, {@code holding} says how many wait; {@code slow=millis} makes every later answer of
 * this node take so long; {@code plain} asks for no session. The header Version names the deployed version. The count is of a class of the application.
 */
@WebServlet("/served")
public final class ServedServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String COUNT = "served";
    private static final Map<String, CountDownLatch> HELD = new ConcurrentHashMap<>();
    private static final AtomicInteger HOLDING = new AtomicInteger();
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static volatile long slowMillis;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getParameter("release") != null) {
            latch(request.getParameter("release")).countDown();
        } else if (request.getParameter("slow") != null) {
            slowMillis = Long.parseLong(request.getParameter("slow"));
        } else if (request.getParameter("holding") != null) {
            response.getWriter().print(HOLDING.get());
            return;
        } else {
            delay(request);
        }
        answer(response, request.getParameter("plain") == null ? request.getSession(false) : null);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        delay(request);
        HttpSession session = request.getSession();
        Served before = (Served) session.getAttribute(COUNT);
        session.setAttribute(COUNT, new Served(before == null ? 1 : before.times() + 1));
        answer(response, session);
    }

    private void answer(HttpServletResponse response, HttpSession session) throws IOException {
        Served count = session == null ? null : (Served) session.getAttribute(COUNT);
        response.setHeader("Version", (String) getServletContext().getAttribute("org.apache.catalina.webappVersion"));
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().print(System.getProperty("node.name") + " " + (count == null ? "-" : count.times()));
    }

    private static CountDownLatch latch(String key) {
        return HELD.computeIfAbsent(key, any -> new CountDownLatch(1));
    }

    private static void delay(HttpServletRequest request) {
        try {
            if (request.getParameter("hold") != null) {
                HOLDING.incrementAndGet();
                latch(request.getParameter("hold")).await();
                HOLDING.decrementAndGet();
            } else if (slowMillis > 0) {
                NEVER.await(slowMillis, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
