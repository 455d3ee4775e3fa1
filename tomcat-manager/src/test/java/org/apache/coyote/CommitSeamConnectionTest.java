package org.apache.coyote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a connection shows beyond one answer: keep-alive, files, uploads, upgrades, seams left over. */
class CommitSeamConnectionTest {

    private static final int REQUESTS = 3_000;

    @TempDir
    Path home;

    private SeamServer server;

    @BeforeEach
    void create() {
        server = new SeamServer(home);
        server.serve(Http.BEFORE, SeamCase::print);
        server.serve("/change", SeamCase::changeAndPrint);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void savesEachOfThousandsOfRequestsOnOneConnection() throws Exception {
        server.serve("/flushed", (request, response) -> {
            response.flushBuffer();
            SeamCase.changeAndPrint(request, response);
        });
        server.start();

        try (WireClient client = new WireClient(server.port())) {
            for (int i = 0; i < REQUESTS; i++) {
                client.send("GET", i % 2 == 0 ? "/change" : "/flushed");
                assertThat(client.read("GET").body()).isEqualTo("app");
                TestSession session = server.session();
                assertThat(session.isChanged()).isTrue();
                assertThat(session.isSaved()).isTrue();
                assertThat(session.headers).hasValue(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Http.class,
            names = {"HTTP_1", "HTTP_2"})
    void sendfileIsKeptAndComesAfterTheSave(Http http) throws Exception {
        String content = "f".repeat(300_000);
        Files.writeString(home.resolve("file.txt"), content);
        server.start();
        server.store(TestSession.Store.HANGS);

        Exchange exchange = http.send(server, "GET", "/file.txt?" + SeamServer.CHANGE);
        TestSession session = server.session();
        assertThat(session.saving.await(20, TimeUnit.SECONDS)).isTrue();
        await().during(Duration.ofMillis(120)).until(() -> !exchange.started().isDone());
        session.release.countDown();

        assertThat(exchange.complete().get(20, TimeUnit.SECONDS).body()).isEqualTo(content);
        assertThat(session.sendfile).isTrue();
    }

    @Test
    void oneRequestHasOneSeam() throws Exception {
        CompletableFuture<Boolean> same = new CompletableFuture<>();
        server.serve("/twice", (request, response) -> {
            TestSession session = TestSession.of(request);
            same.complete(session.install() == session.install());
        });
        server.start();

        get("/twice");

        assertThat(same).isCompletedWithValue(true);
        assertThat(server.session().headers).hasValue(1);
    }

    @Test
    void expectedContinueIsSentBeforeAnySave() throws Exception {
        server.serve("/upload", (request, response) -> {
            String body = new String(request.getInputStream().readAllBytes());
            TestSession.of(request).change();
            response.getWriter().print(body);
        });
        server.start();

        try (WireClient client = new WireClient(server.port())) {
            client.send("POST", "/upload", "Content-Length: 4", "Expect: 100-continue");
            assertThat(client.read("POST").status()).isEqualTo(100);
            client.sendBytes("body");
            assertThat(client.read("POST").body()).isEqualTo("body");
        }
        assertThat(server.session().isSaved()).isTrue();
    }

    @Test
    void upgradedConnectionIsLeftAlone() throws Exception {
        server.serve("/upgrade", (request, response) -> {
            TestSession.of(request).change();
            response.setHeader("Upgrade", "echo");
            response.setHeader("Connection", "Upgrade");
            request.upgrade(Echo.class);
        });
        server.start();

        try (WireClient client = new WireClient(server.port())) {
            client.send("GET", "/upgrade", "Connection: Upgrade", "Upgrade: echo");
            assertThat(client.read("GET").status()).isEqualTo(101);
            TestSession session = server.session();
            assertThat(session.isSaved()).isTrue();
            client.sendBytes("abc");
            assertThat("" + (char) client.readByte() + (char) client.readByte() + (char) client.readByte())
                    .isEqualTo("abc");
            assertThat(session.headers).hasValue(1);
        }
    }

    @Test
    void seamThatSawNoCloseDoesNotServeTheNextRequestOnItsProcessor() throws Exception {
        server.serve("/leftover", (request, response) -> {
            SeamCase.changeAndPrint(request, response);
            response.getWriter().close();
            TestSession.of(request).install();
        });
        server.start();

        try (WireClient client = new WireClient(server.port())) {
            client.send("GET", "/leftover");
            client.read("GET");
            TestSession leftover = server.session();
            await().until(() -> !leftover.seamIsOut());
            client.send("GET", Http.BEFORE);
            assertThat(client.read("GET").body()).isEqualTo("app");

            await().until(leftover::seamIsOut);
            assertThat(leftover.headers).hasValue(1);
        }
    }

    @Test
    void sessionOfTheNextRequestReplacesALeftoverSeam() throws Exception {
        server.serve("/leftover", (request, response) -> {
            SeamCase.changeAndPrint(request, response);
            response.getWriter().close();
            TestSession.of(request).install();
        });
        server.start();

        try (WireClient client = new WireClient(server.port())) {
            client.send("GET", "/leftover");
            client.read("GET");
            TestSession leftover = server.session();
            client.send("GET", "/change");
            assertThat(client.read("GET").first("set-cookie")).isEqualTo("SEAM=1");

            assertThat(leftover.headers).hasValue(1);
            TestSession next = server.session();
            assertThat(next.isSaved()).isTrue();
            await().until(next::seamIsOut);
        }
    }

    private Exchange.Answer get(String path) throws IOException {
        try (WireClient client = new WireClient(server.port())) {
            client.send("GET", path);
            return client.read("GET");
        }
    }

    /** Sends three bytes back. */
    public static final class Echo implements HttpUpgradeHandler {
        @Override
        public void init(WebConnection connection) {
            try {
                for (int i = 0; i < 3; i++) {
                    connection
                            .getOutputStream()
                            .write(connection.getInputStream().read());
                    connection.getOutputStream().flush();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void destroy() {}
    }
}
