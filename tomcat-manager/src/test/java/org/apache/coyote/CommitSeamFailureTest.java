package org.apache.coyote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.limpet.testing.FrameClient;

/** What becomes of an answer, its application and its connection when the save fails. */
class CommitSeamFailureTest {

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
    void refusalLeavesTheNextRequestAlone() throws Exception {
        server.start();
        server.store(TestSession.Store.FAILS);
        assertThat(get("/change").status()).isEqualTo(503);

        server.store(TestSession.Store.WORKS);

        assertThat(get("/change").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(
            value = Http.class,
            names = {"HTTP_1", "HTTP_2"})
    void refusedFileIsNotSent(Http http) throws Exception {
        Files.writeString(home.resolve("file.txt"), "f".repeat(300_000));
        server.start();
        server.store(TestSession.Store.FAILS);

        Exchange.Answer answer = http.send(server, "GET", "/file.txt?" + SeamServer.CHANGE)
                .complete()
                .get(20, TimeUnit.SECONDS);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Http.class)
    void uncheckedFailureIsA500(Http http) throws Exception {
        server.start();
        server.store(TestSession.Store.THROWS_UNCHECKED);

        Exchange.Answer answer = http.send(server, "GET", "/change").complete().get(20, TimeUnit.SECONDS);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void refusalIsSentAtOnceAndAnApplicationThatGoesOnStreamingIsTold() throws Exception {
        CountDownLatch clientHasAnswer = new CountDownLatch(1);
        CompletableFuture<IOException> told = new CompletableFuture<>();
        server.serve("/stream", (request, response) -> {
            TestSession.of(request).change();
            response.getOutputStream().print("x".repeat(SeamCase.LARGE));
            waitFor(clientHasAnswer);
            try {
                while (true) {
                    response.getOutputStream().print("event");
                    response.flushBuffer();
                }
            } catch (IOException e) {
                told.complete(e);
            }
        });
        server.start();
        server.store(TestSession.Store.FAILS);

        Exchange.Answer answer = get("/stream");
        clientHasAnswer.countDown();

        assertThat(answer.status()).isEqualTo(503);
        assertThat(told).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void refusalDropsTrailers() throws Exception {
        server.serve("/trailers", (request, response) -> {
            response.setTrailerFields(() -> Map.of("X-App", "secret"));
            SeamCase.changeAndPrint(request, response);
        });
        server.start();
        server.store(TestSession.Store.FAILS);

        Exchange.Answer answer = get("/trailers");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void applicationThatFailsAfterItsFlushIsSavedAndBreaksOffAsInTomcat() throws Exception {
        server.serve("/fails", (request, response) -> {
            response.flushBuffer();
            SeamCase.changeAndPrint(request, response);
            throw new IllegalStateException("the application's own failure");
        });
        server.start();

        assertThatThrownBy(() -> get("/fails")).isInstanceOf(EOFException.class);
        assertThat(server.session().isSaved()).isTrue();
    }

    @Test
    void brokenStreamLeavesTheHttp2ConnectionAlone() throws Exception {
        server.serve("/late", (request, response) -> {
            response.flushBuffer();
            SeamCase.changeAndPrint(request, response);
        });
        server.start();
        server.store(TestSession.Store.FAILS);

        try (FrameClient client = new FrameClient(server.port())) {
            assertThat(client.get(1, "/late")).isEqualTo(FrameClient.End.RESET);
            assertThat(client.get(3, Http.BEFORE)).isEqualTo(FrameClient.End.IN_GOOD_ORDER);
            assertThat(client.get(5, "/late")).isEqualTo(FrameClient.End.RESET);
            assertThat(client.get(7, Http.BEFORE)).isEqualTo(FrameClient.End.IN_GOOD_ORDER);
        }
    }

    private Exchange.Answer get(String path) throws IOException {
        try (WireClient client = new WireClient(server.port())) {
            client.send("GET", path);
            return client.read("GET");
        }
    }

    private static void waitFor(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IOException("nobody came");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
