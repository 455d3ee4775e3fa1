package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import jakarta.servlet.ServletException;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.TimeoutLooks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** No answer is lost when Tomcat looks for the timeout of a request that is over, and finds its processor, or its connection, at work on another one. */
class LateTimeoutsTest {

    private static final int CLIENTS = 24;
    private static final int REQUESTS_OF_EACH = 90;

    /** Every third request is an asynchronous one of the application, with a timeout. */
    private static final int ASYNCHRONOUS = 3;

    private static final Errand<?> ASYNCHRONOUS_ERRAND = (request, response) -> {
        request.startAsync().complete();
        return null;
    };

    private static Setting setting;

    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final EmbeddedNode node = setting.cluster().a();
    private final Guest guest = new Guest();

    /** A valve around, in which a request is looked at before it has come to the manager. */
    private static final class EarlyLook extends ValveBase {
        static final String HEADER = "look";

        EarlyLook() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            if (request.getHeader(HEADER) != null) {
                TimeoutLooks.come(request.getCoyoteRequest());
            }
            getNext().invoke(request, response);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        setting = Setting.start(node -> {
            node.haveRequestThreads(2);
            node.addOuterValve(new EarlyLook());
        });
    }

    @AfterEach
    void stopClients() {
        clients.shutdownNow();
        await().until(() -> DeferredAnswer.underWay() == 0);
    }

    @AfterAll
    static void stop() throws Exception {
        setting.cluster().close();
    }

    @Test
    void afterAnotherDeferredAnswer() throws Exception {
        guest.set(node, "x", 1);
        assertIsAnswered(TimeoutLooks::come);
    }

    @Test
    void afterAnAsynchronousRequestOfTheApplication() throws Exception {
        guest.send(node, ASYNCHRONOUS_ERRAND);
        assertIsAnswered(TimeoutLooks::come);
    }

    @Test
    void beforeTheRequestHasComeToTheManager() throws Exception {
        guest.send(node, ASYNCHRONOUS_ERRAND);
        assertIsAnswered(request -> {}, EarlyLook.HEADER, "yes");
    }

    @Test
    void ofTheRequestBeforeOnTheConnection() throws Exception {
        assertIsAnswered(TimeoutLooks::comeForConnection);
    }

    private interface Look {
        void at(org.apache.coyote.Request request);
    }

    private void assertIsAnswered(Look look, String... headers) throws Exception {
        setting.cluster().redis().pause();
        setting.deferrals().seen.clear();
        Future<HttpResponse<String>> answer = clients.submit(() -> guest.send(
                node,
                (request, response) -> {
                    look.at(Visits.current().behind(request).getCoyoteRequest());
                    request.getSession().setAttribute("x", 2);
                    return null;
                },
                headers));
        await().until(() -> setting.deferrals().seen.contains(true));
        // Whatever has come of it is before this in the queue.
        new Guest().send(node, (request, response) -> null);
        setting.cluster().redis().resume();
        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(guest.get(setting.cluster().b(), "x")).isEqualTo(2);
    }

    @Test
    void allTheTime() throws Exception {
        TimeoutLooks looks = TimeoutLooks.start(node.protocol());
        try {
            for (Future<Void> visit : clients.invokeAll(Collections.nCopies(CLIENTS, visit()))) {
                visit.get();
            }
        } finally {
            looks.stop();
        }
    }

    private Callable<Void> visit() {
        return () -> {
            Guest visitor = new Guest();
            for (int i = 0; i < REQUESTS_OF_EACH; i++) {
                if (i % ASYNCHRONOUS == 0) {
                    visitor.at(node, ASYNCHRONOUS_ERRAND);
                } else {
                    visitor.set(node, "x" + i, i);
                }
            }
            assertThat(visitor.names(setting.cluster().b()))
                    .hasSize(REQUESTS_OF_EACH * (ASYNCHRONOUS - 1) / ASYNCHRONOUS);
            return null;
        };
    }
}
