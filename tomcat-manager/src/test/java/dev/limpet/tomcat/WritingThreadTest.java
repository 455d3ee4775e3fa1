package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.servlet.http.HttpSession;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A value that writes itself finds its application's class loader on the thread, whichever thread that is. */
class WritingThreadTest {

    private static final AtomicReference<ClassLoader> SEEN = new AtomicReference<>();

    private Cluster cluster;
    private final Guest guest = new Guest();

    static final class Watchful implements Serializable {

        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) throws IOException {
            SEEN.set(Thread.currentThread().getContextClassLoader());
            out.defaultWriteObject();
        }
    }

    @BeforeEach
    void start() throws Exception {
        SEEN.set(null);
        cluster = Cluster.start(Cluster.STILL);
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    private ClassLoader applications() {
        return cluster.a().context().getLoader().getClassLoader();
    }

    @Test
    void onARequestsThread() throws Exception {
        guest.set(cluster.a(), "x", new Watchful());
        assertThat(SEEN).hasValue(applications());
    }

    /** With a body that nobody has read the answer leaves at its very end, when the container has taken the loader off the thread. */
    @Test
    void whereTheContainerEndsTheAnswer() throws Exception {
        try (ErrandServlet.Ticket<?> ticket = ErrandServlet.Ticket.of((request, response) -> {
            request.getSession().setAttribute("x", new Watchful());
            return null;
        })) {
            HttpRequest upload = HttpRequest.newBuilder(
                            URI.create(cluster.a().url(ErrandServlet.PATH + ticket.query())))
                    .header("Content-Type", "text/plain")
                    .POST(HttpRequest.BodyPublishers.ofString("something"))
                    .build();
            HttpClient.newHttpClient().send(upload, HttpResponse.BodyHandlers.discarding());
        }
        assertThat(SEEN).hasValue(applications());
    }

    @Test
    void whereNoRequestSaves() throws Exception {
        HttpSession session = guest.at(cluster.a(), (request, response) -> request.getSession());
        await().until(() -> cluster.a().manager().node().currents().stream().noneMatch(copy -> copy.isInUse()));
        session.setAttribute("x", new Watchful());
        await().untilAsserted(() -> assertThat(SEEN).hasValue(applications()));
    }
}
