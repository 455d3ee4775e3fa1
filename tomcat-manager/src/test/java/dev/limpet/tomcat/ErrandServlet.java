package dev.limpet.tomcat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Runs the errands of tests, which are in the same JVM: a request names one by its number. */
final class ErrandServlet extends HttpServlet {

    static final String PATH = "/errand";

    private static final long serialVersionUID = 1L;
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final Map<String, Ticket<?>> TICKETS = new ConcurrentHashMap<>();

    /** An errand and what comes of it. */
    record Ticket<T>(String number, Errand<T> errand, CompletableFuture<T> result) implements AutoCloseable {

        static <T> Ticket<T> of(Errand<T> errand) {
            Ticket<T> ticket =
                    new Ticket<>(Long.toString(NUMBERS.incrementAndGet()), errand, new CompletableFuture<>());
            TICKETS.put(ticket.number, ticket);
            return ticket;
        }

        String query() {
            return "?errand=" + number;
        }

        private void run(HttpServletRequest request, HttpServletResponse response) throws Exception {
            try {
                result.complete(errand.run(request, response));
            } catch (Exception | Error e) {
                result.completeExceptionally(e);
                throw e;
            }
        }

        @Override
        public void close() {
            TICKETS.remove(number);
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            TICKETS.get(request.getParameter("errand")).run(request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }
}
