package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import jakarta.servlet.ServletException;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.limpet.testing.FrameClient;

/** What becomes of an answer that waits for its save, and of the save, when something else ends the request, or takes part in its answer. */
class GivenUpAnswerTest {

    private static Setting shared;

    private final ExecutorService clients = Executors.newCachedThreadPool();
    private Setting setting;
    private EmbeddedNode node;
    private Guest guest;

    /** A valve around that says no when it is too late. */
    private static final class Refusal extends ValveBase {
        static final String HEADER = "refuse";

        Refusal() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            getNext().invoke(request, response);
            if (request.getHeader(HEADER) != null) {
                response.sendError(418);
            }
        }
    }

    @BeforeAll
    static void startShared() throws Exception {
        shared = setting();
    }

    private static Setting setting() throws Exception {
        return Setting.start(each -> {
            each.haveRequestThreads(2);
            each.speakHttp2();
            each.addOuterValve(new Refusal());
        });
    }

    private void start() throws Exception {
        startIn(shared);
    }

    private void startIn(Setting used) throws Exception {
        setting = used;
        node = used.cluster().a();
        guest = new Guest();
        guest.set(node, "x", 1);
        used.deferrals().seen.clear();
    }

    @AfterEach
    void stop() throws Exception {
        clients.shutdownNow();
        if (setting != shared) {
            setting.cluster().close();
        }
        awaitNoneUnderWay();
    }

    @AfterAll
    static void stopShared() throws Exception {
        shared.cluster().close();
    }

    private static Errand<?> write(int value) {
        return (request, response) -> {
            request.getSession().setAttribute("x", value);
            return null;
        };
    }

    private String cookie() {
        return "JSESSIONID=" + guest.browser().cookie("JSESSIONID");
    }

    private int port() {
        return URI.create(node.url("")).getPort();
    }

    private void awaitDeferred() {
        await().until(() -> !setting.deferrals().seen.isEmpty());
        assertThat(setting.deferrals().seen).containsOnly(true);
    }

    private void awaitSaved(int value) {
        Guest twin = guest.twin();
        await().untilAsserted(
                        () -> assertThat(twin.get(setting.cluster().b(), "x")).isEqualTo(value));
    }

    private void awaitNoneUnderWay() {
        await().until(() -> DeferredAnswer.underWay() == 0);
    }

    private void serves() throws Exception {
        Guest other = new Guest();
        other.set(node, "y", 1);
        assertThat(other.get(node, "y")).isEqualTo(1);
    }

    @Test
    void aConnectionThatIsClosedMeanwhile() throws Exception {
        start();
        setting.cluster().redis().pause();
        try (ErrandServlet.Ticket<?> ticket = ErrandServlet.Ticket.of(write(2));
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.getOutputStream()
                    .write(("GET " + ErrandServlet.PATH + ticket.query() + " HTTP/1.1\r\nHost: localhost\r\nCookie: "
                                    + cookie() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            awaitDeferred();
            socket.setSoLinger(true, 0);
        }
        setting.cluster().redis().resume();
        awaitNoneUnderWay();
        awaitSaved(2);
        serves();
    }

    /** There the thread waits. */
    @Test
    void anHttp2StreamThatIsResetMeanwhile() throws Exception {
        start();
        setting.cluster().redis().pause();
        try (ErrandServlet.Ticket<?> ticket = ErrandServlet.Ticket.of(write(2));
                FrameClient client = new FrameClient(port())) {
            client.send(1, ErrandServlet.PATH + ticket.query(), "ROUTE=a", cookie());
            ticket.result().join();
            client.reset(1);
            setting.cluster().redis().resume();
            assertThat(client.get(3, ErrandServlet.PATH + ticket.query())).isEqualTo(FrameClient.End.IN_GOOD_ORDER);
        }
        assertThat(setting.deferrals().seen).doesNotContain(true);
        awaitSaved(2);
        serves();
    }

    @Test
    void anHttp2ConnectionThatIsClosedMeanwhile() throws Exception {
        start();
        setting.cluster().redis().pause();
        try (ErrandServlet.Ticket<?> ticket = ErrandServlet.Ticket.of(write(2));
                FrameClient client = new FrameClient(port())) {
            client.send(1, ErrandServlet.PATH + ticket.query(), cookie());
            ticket.result().join();
        }
        setting.cluster().redis().resume();
        awaitSaved(2);
        serves();
    }

    /** Tomcat hangs up, as on requests whose threads wait. */
    @Test
    void aConnectorThatStopsMeanwhile() throws Exception {
        startIn(setting());
        setting.cluster().redis().pause();
        guest.send(clients, node, write(2));
        awaitDeferred();
        CompletableFuture<Void> stop = CompletableFuture.runAsync(node::stopConnector, clients);
        await().until(node::isConnectorStopping);
        setting.cluster().redis().resume();
        stop.join();
        awaitNoneUnderWay();
        awaitSaved(2);
    }

    @Test
    void aContextThatStopsMeanwhile() throws Exception {
        startIn(setting());
        setting.cluster().redis().pause();
        CompletableFuture<HttpResponse<String>> answer = guest.send(clients, node, write(2));
        awaitDeferred();
        CompletableFuture<Void> stop = CompletableFuture.runAsync(node::stopContext, clients);
        await().until(() -> !node.context().getState().isAvailable());
        setting.cluster().redis().resume();
        stop.join();
        assertThat(answer.join().statusCode()).isEqualTo(200);
        awaitNoneUnderWay();
        awaitSaved(2);
    }

    /** What it wants to say instead of the answer is said, once the session is saved. */
    @Test
    void anErrorOfAValveAround() throws Exception {
        start();
        assertThat(guest.send(node, write(2), Refusal.HEADER, "yes").statusCode())
                .isEqualTo(418);
        assertThat(guest.get(setting.cluster().b(), "x")).isEqualTo(2);
        awaitNoneUnderWay();
        serves();
    }
}
