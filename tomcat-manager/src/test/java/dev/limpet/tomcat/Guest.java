package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import jakarta.servlet.http.HttpSession;

/** Somebody with a browser, whose requests to the nodes do what the test says. */
final class Guest {

    private final Browser browser;

    Guest() {
        this(new Browser());
    }

    private Guest(Browser browser) {
        this.browser = browser;
    }

    /** Another browser with the same cookies. */
    Guest twin() {
        return new Guest(browser.copy());
    }

    Browser browser() {
        return browser;
    }

    /** The session's id as the client has it, without the suffix. */
    String id() {
        return RequestedSession.parse(browser.cookie("JSESSIONID")).id();
    }

    String suffix() {
        return RequestedSession.parse(browser.cookie("JSESSIONID")).suffix();
    }

    /** One request, which has to go well. @return what the errand has returned, once the answer is complete */
    <T> T at(EmbeddedNode node, Errand<T> errand) throws Exception {
        return at(node, "", errand);
    }

    <T> T at(EmbeddedNode node, String contextPath, Errand<T> errand) throws Exception {
        try (ErrandServlet.Ticket<T> ticket = ErrandServlet.Ticket.of(errand)) {
            HttpResponse<String> answer = browser.get(node.url(contextPath + ErrandServlet.PATH + ticket.query()));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(ticket.result()).isDone();
            return ticket.result().join();
        }
    }

    String ask(EmbeddedNode node, Errand<String> errand) throws Exception {
        return at(node, errand);
    }

    boolean finds(EmbeddedNode node, Errand<Boolean> errand) throws Exception {
        return at(node, errand);
    }

    /** The names of the session's attributes. */
    List<String> names(EmbeddedNode node) throws Exception {
        return at(
                node,
                (request, response) -> Collections.list(request.getSession().getAttributeNames()));
    }

    /** One request, however it ends. */
    HttpResponse<String> send(EmbeddedNode node, Errand<?> errand, String... headers) throws Exception {
        return sendTo(node, ErrandServlet.PATH, errand, headers);
    }

    /** The same on one of the executor's threads. */
    CompletableFuture<HttpResponse<String>> send(Executor executor, EmbeddedNode node, Errand<?> errand) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return send(node, errand);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                executor);
    }

    HttpResponse<String> sendTo(EmbeddedNode node, String path, Errand<?> errand, String... headers) throws Exception {
        try (ErrandServlet.Ticket<?> ticket = ErrandServlet.Ticket.of(errand)) {
            return browser.get(node.url(path + ticket.query()), headers);
        }
    }

    void set(EmbeddedNode node, String name, Object value) throws Exception {
        at(node, (request, response) -> {
            request.getSession().setAttribute(name, value);
            return null;
        });
    }

    /** The attribute, or null; also if there is no session. */
    Object get(EmbeddedNode node, String name) throws Exception {
        return at(node, (request, response) -> {
            HttpSession session = request.getSession(false);
            return session == null ? null : session.getAttribute(name);
        });
    }

    boolean hasSession(EmbeddedNode node) throws Exception {
        return finds(node, (request, response) -> request.getSession(false) != null);
    }
}
