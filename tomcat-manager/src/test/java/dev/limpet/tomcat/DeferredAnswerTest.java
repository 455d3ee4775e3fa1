package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;

import org.apache.catalina.Valve;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardThreadExecutor;
import org.apache.catalina.valves.ValveBase;
import org.apache.catalina.valves.rewrite.RewriteValve;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which answers wait for their saves without a thread, and that neither client nor application see it but for the time. */
class DeferredAnswerTest {

    private static final int REQUESTS = 4;

    private static Setting plain;

    private final Hearer hearer = new Hearer();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private Setting own;
    private Cluster cluster;
    private Setting.Deferrals deferrals;
    private Setting.AccessLog accessLog;

    /** A listener of the application. */
    private static final class Hearer implements ServletRequestListener {
        private final Queue<String> ends = new ConcurrentLinkedQueue<>();
        private volatile Consumer<ServletRequestEvent> todo = event -> {};

        @Override
        public void requestDestroyed(ServletRequestEvent event) {
            ends.add(Thread.currentThread().getName()
                    + (event.getServletRequest().isAsyncStarted() ? " asynchronous" : ""));
            todo.accept(event);
        }
    }

    @BeforeAll
    static void startPlain() throws Exception {
        plain = Setting.start(node -> node.haveRequestThreads(1));
    }

    @AfterAll
    static void stopPlain() throws Exception {
        plain.cluster().close();
    }

    private EmbeddedNode start() {
        return in(plain);
    }

    private EmbeddedNode start(Consumer<EmbeddedNode> setup) throws Exception {
        own = Setting.start(setup);
        return in(own);
    }

    private EmbeddedNode in(Setting setting) {
        cluster = setting.cluster();
        deferrals = setting.deferrals();
        accessLog = setting.accessLog();
        deferrals.seen.clear();
        deferrals.ends.heard.set(0);
        accessLog.lines.clear();
        return cluster.a();
    }

    private EmbeddedNode startWithListener() throws Exception {
        return start(node -> ((StandardContext) node.context()).addApplicationEventListener(hearer));
    }

    @AfterEach
    void stop() throws Exception {
        clients.shutdownNow();
        if (own != null) {
            own.cluster().close();
        }
    }

    private static Guest guestOf(EmbeddedNode node) throws Exception {
        Guest guest = new Guest();
        guest.set(node, "x", 1);
        return guest;
    }

    /** Some requests at once, each of which sets an attribute of its own: x0, x1... */
    private List<CompletableFuture<HttpResponse<String>>> writes(EmbeddedNode node, Supplier<Guest> guests) {
        List<CompletableFuture<HttpResponse<String>>> writes = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            writes.add(guests.get().send(clients, node, setting("x" + i, i)));
        }
        return writes;
    }

    private static Errand<Object> setting(String name, Object value) {
        return (request, response) -> {
            request.getSession().setAttribute(name, value);
            return null;
        };
    }

    /** @return whether the answer to the request was deferred */
    private boolean defers(EmbeddedNode node, Guest guest, Errand<?> errand) throws Exception {
        deferrals.seen.clear();
        guest.send(node, errand);
        await().until(() -> !deferrals.seen.isEmpty());
        assertThat(deferrals.seen).hasSize(1);
        return deferrals.seen.remove();
    }

    @Test
    void whileRedisTakesItsTimeTheRequestsThreadServesOthers() throws Exception {
        EmbeddedNode node = start();
        Guest guest = guestOf(node);
        cluster.redis().pause();
        List<CompletableFuture<HttpResponse<String>>> writes = writes(node, Guest::new);
        writes.add(guest.send(clients, node, setting("x", 2)));
        await().until(() -> deferrals.seen.size() == 1 + writes.size());

        assertThat(new Guest().send(node, (request, response) -> null).statusCode())
                .isEqualTo(200);
        assertThat(writes).noneMatch(CompletableFuture::isDone);

        cluster.redis().resume();
        assertThat(writes)
                .allSatisfy(write -> assertThat(write.join().statusCode()).isEqualTo(200));
        assertThat(guest.get(cluster.b(), "x")).isEqualTo(2);
    }

    /** The second request holds the only thread, and waits for the turn that the first has. */
    @Test
    void requestsOfOneSessionDoNotWaitForOneAnothersThread() throws Exception {
        EmbeddedNode node = start();
        Guest guest = guestOf(node);
        cluster.redis().pause();
        List<CompletableFuture<HttpResponse<String>>> writes = writes(node, guest::twin);
        await().until(() -> deferrals.seen.size() > 1);
        cluster.redis().resume();
        assertThat(writes)
                .allSatisfy(write -> assertThat(write.join().statusCode()).isEqualTo(200));
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(guest.get(cluster.b(), "x" + i)).isEqualTo(i);
        }
    }

    @Test
    void answersThatHaveNotBegunToLeaveAreDeferred() throws Exception {
        EmbeddedNode node = start();
        Guest guest = new Guest();
        assertThat(defers(node, guest, setting("x", 1))).as("a new session").isTrue();
        assertThat(defers(node, guest, setting("x", 2))).as("a change").isTrue();
        assertThat(defers(node, guest, (request, response) -> {
                    request.getSession().setAttribute("x", 3);
                    response.sendRedirect("/elsewhere");
                    return null;
                }))
                .as("a redirect")
                .isTrue();
        assertThat(defers(node, guest, (request, response) -> {
                    request.getSession().removeAttribute("x");
                    response.getWriter().print("a short page");
                    return null;
                }))
                .as("a page")
                .isTrue();
        assertThat(guest.get(cluster.b(), "x")).isNull();
    }

    @Test
    void othersAreNot() throws Exception {
        EmbeddedNode node = start();
        Guest guest = new Guest();
        guest.set(node, "x", 1);
        guest.set(node, "list", new ArrayList<>(List.of(1)));
        assertThat(defers(
                        node, guest, (request, response) -> request.getSession().getAttribute("list")))
                .as("nothing changed")
                .isFalse();
        assertThat(defers(node, guest, (request, response) -> {
                    request.getSession().setAttribute("x", 2);
                    response.flushBuffer();
                    return null;
                }))
                .as("the headers have left")
                .isFalse();
        assertThat(defers(node, guest, (request, response) -> {
                    request.getSession().setAttribute("x", 3);
                    response.sendError(404);
                    return null;
                }))
                .as("an error")
                .isFalse();
        assertThat(defers(node, guest, (request, response) -> {
                    request.getSession().invalidate();
                    return null;
                }))
                .as("a logout")
                .isFalse();
    }

    @Test
    void aRequestThatWasNotReadToItsEndIsNot() throws Exception {
        EmbeddedNode node = start();
        assertThat(defersUpload(node, setting("x", 1))).isFalse();
        assertThat(defersUpload(node, (request, response) -> {
                    request.getSession().setAttribute("x", 1);
                    return request.getInputStream().readAllBytes();
                }))
                .isTrue();
    }

    private boolean defersUpload(EmbeddedNode node, Errand<?> errand) throws Exception {
        deferrals.seen.clear();
        try (ErrandServlet.Ticket<?> ticket = ErrandServlet.Ticket.of(errand)) {
            HttpRequest upload = HttpRequest.newBuilder(URI.create(node.url(ErrandServlet.PATH + ticket.query())))
                    .header("Content-Type", "text/plain")
                    .POST(HttpRequest.BodyPublishers.ofString("something"))
                    .build();
            HttpClient.newHttpClient().send(upload, HttpResponse.BodyHandlers.discarding());
        }
        return deferrals.seen.remove();
    }

    @Test
    void withAValveAroundThatDoesNotBearWithItTheThreadWaits() throws Exception {
        EmbeddedNode node = start(each -> each.addOuterValve(unbearing()));
        Guest guest = new Guest();
        assertThat(defers(node, guest, setting("x", 1))).isFalse();
        assertThat(guest.get(cluster.b(), "x")).isEqualTo(1);
    }

    @Test
    void withAValveOfTheContextBeforeTheManagersThatDoesNotBearWithItTheThreadWaits() throws Exception {
        EmbeddedNode node = start(each -> each.addContext("/behind", Cluster.errands(), unbearing()));
        new Guest().sendTo(node, "/behind" + ErrandServlet.PATH, setting("x", 1));
        assertThat(deferrals.seen).containsExactly(false);
    }

    private static Valve unbearing() {
        return new ValveBase() {
            @Override
            public void invoke(Request request, Response response) throws IOException, ServletException {
                getNext().invoke(request, response);
            }
        };
    }

    /** It sends the request through all valves once more. */
    @Test
    void aRewrittenRequestIsForgottenWhenItIsOver() throws Exception {
        EmbeddedNode node = start(each -> each.context().getPipeline().addValve(new RewriteValve()));
        rewriteValve(node).setConfiguration("RewriteRule ^/pretty$ " + ErrandServlet.PATH);
        Guest guest = new Guest();
        assertThat(guest.sendTo(node, "/pretty", setting("x", 1)).statusCode()).isEqualTo(200);
        assertThat(deferrals.seen).contains(true);
        assertThat(node.manager().asynchronousRequests()).isZero();
        assertThat(guest.get(cluster.b(), "x")).isEqualTo(1);
    }

    private static RewriteValve rewriteValve(EmbeddedNode node) {
        return Arrays.stream(node.context().getPipeline().getValves())
                .filter(RewriteValve.class::isInstance)
                .map(RewriteValve.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aValveAroundHearsOfTheEnd() throws Exception {
        EmbeddedNode node = start();
        assertThat(defers(node, new Guest(), setting("x", 1))).isTrue();
        assertThat(deferrals.ends.heard).hasValue(1);
    }

    @Test
    void aSessionThatTheApplicationEndsAsTheRequestEndsIsNotThere() throws Exception {
        EmbeddedNode node = startWithListener();
        hearer.todo = event -> ((HttpServletRequest) event.getServletRequest())
                .getSession(false)
                .invalidate();
        Guest guest = new Guest();
        String id = guest.at(node, (request, response) -> {
            request.getSession().setAttribute("x", 1);
            return request.getSession().getId();
        });
        hearer.todo = event -> {};
        Guest other = new Guest();
        other.browser().set("JSESSIONID", id);
        assertThat(other.hasSession(cluster.b())).isFalse();
    }

    @Test
    void withAnExecutorThatMayRefuseTheThreadWaits() throws Exception {
        EmbeddedNode node = start(each -> each.haveRequestThreads(executor(100)));
        Guest guest = new Guest();
        assertThat(defers(node, guest, setting("x", 1))).isFalse();
        assertThat(guest.get(cluster.b(), "x")).isEqualTo(1);
    }

    @Test
    void withASharedExecutorThatTakesAllItDoesNot() throws Exception {
        EmbeddedNode node = start(each -> each.haveRequestThreads(executor(Integer.MAX_VALUE)));
        Guest guest = new Guest();
        assertThat(defers(node, guest, setting("x", 1))).isTrue();
        assertThat(guest.get(cluster.b(), "x")).isEqualTo(1);
    }

    private static StandardThreadExecutor executor(int queue) {
        StandardThreadExecutor executor = new StandardThreadExecutor();
        executor.setName("shared");
        executor.setMaxThreads(2);
        executor.setMinSpareThreads(1);
        executor.setMaxQueueSize(queue);
        return executor;
    }

    @Test
    void theApplicationHearsOfTheEndOnceAndOnTheThreadThatServed() throws Exception {
        EmbeddedNode node = startWithListener();
        String thread = new Guest().at(node, (request, response) -> {
            request.getSession().setAttribute("x", 1);
            return Thread.currentThread().getName();
        });
        assertThat(deferrals.seen).containsExactly(true);
        assertThat(hearer.ends).containsExactly(thread);
    }

    @Test
    void aListenerThatFailsDoesWhatItDoesWithoutASave() throws Exception {
        EmbeddedNode node = startWithListener();
        Guest guest = new Guest();
        hearer.todo = event -> {
            throw new IllegalStateException("of the test");
        };
        int undeferred = guest.send(node, (request, response) -> null).statusCode();
        assertThat(guest.send(node, setting("x", 1)).statusCode()).isEqualTo(undeferred);
        hearer.todo = event -> {};
        assertThat(guest.get(cluster.b(), "x")).isEqualTo(1);
        assertThat(deferrals.seen).contains(true);
    }

    @Test
    void theAccessLogHasOneLineForIt() throws Exception {
        EmbeddedNode node = start();
        Guest guest = new Guest();
        guest.set(node, "x", 1);
        guest.get(node, "x");
        await().until(() -> accessLog.lines.size() >= 2);
        assertThat(accessLog.lines).containsExactly("200", "200");
    }

    @Test
    void valuesAreWrittenOnceForIt() throws Exception {
        EmbeddedNode node = start();
        Guest guest = new Guest();
        guest.set(node, "counted", new Counted());
        int before = Counted.WRITTEN.get();
        assertThat(defers(node, guest, (request, response) -> {
                    ((Counted) request.getSession().getAttribute("counted")).number++;
                    request.getSession().setAttribute("x", 1);
                    return null;
                }))
                .isTrue();
        assertThat(Counted.WRITTEN.get() - before).isEqualTo(1);
        int number = guest.at(
                cluster.b(),
                (request, response) -> ((Counted) request.getSession().getAttribute("counted")).number);
        assertThat(number).isEqualTo(1);
    }
}
