package org.apache.coyote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to answer, over HTTP/1.1, HTTP/2 and AJP, with a store that works, hangs and fails. */
class CommitSeamTest {

    @TempDir
    static Path home;

    private static SeamServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new SeamServer(home);
        SeamCase.all().forEach(one -> server.serve(one.path(), one.app()));
        server.serve(Http.BEFORE, SeamCase::print);
        server.serve(SeamCase.TARGET, SeamCase::print);
        server.serve(SeamCase.CHANGING_TARGET, SeamCase::changeAndPrint);
        server.errorPage(404, SeamCase.CHANGING_TARGET);
        server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void forgetSessions() {
        server.forgetSessions();
    }

    static Stream<Arguments> cases() {
        return Arrays.stream(Http.values())
                .flatMap(http -> SeamCase.all().stream().map(one -> Arguments.of(http, one)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void savesAndGivesTheAnswerUnchanged(Http http, SeamCase one) throws Exception {
        server.store(TestSession.Store.WORKS);

        Exchange exchange = http.send(server, one.method(), one.path());
        Exchange.Answer answer = exchange.complete().get(20, TimeUnit.SECONDS);

        TestSession session = server.session();
        if (one.body() != null) {
            assertThat(answer.body()).isEqualTo(one.body());
        }
        assertThat(answer.first("set-cookie")).isEqualTo("SEAM=1");
        assertThat(session.isChanged()).isTrue();
        assertThat(session.isSaved()).isTrue();
        assertThat(session.headers).hasValue(1);
        promptly().until(session::seamIsOut);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void clientHasNoCompleteAnswerBeforeTheChangeIsSaved(Http http, SeamCase one) throws Exception {
        server.store(TestSession.Store.HANGS);

        Exchange exchange = http.send(server, one.method(), one.path());
        TestSession session = server.session();
        assertThat(session.saving.await(20, TimeUnit.SECONDS)).isTrue();

        promptly().during(Duration.ofMillis(120)).until(() -> !exchange.complete()
                .isDone());
        if (one.saved() == SeamCase.Saved.BEFORE_HEADERS) {
            assertThat(exchange.started()).isNotDone();
        }
        session.release.countDown();
        exchange.complete().get(20, TimeUnit.SECONDS);
        assertThat(session.isSaved()).isTrue();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void failedSaveIsNeverAcknowledged(Http http, SeamCase one) throws Exception {
        server.store(TestSession.Store.FAILS);

        Exchange exchange = http.send(server, one.method(), one.path());
        TestSession session = server.session();
        if (one.saved() == SeamCase.Saved.BEFORE_HEADERS) {
            assertRefused(exchange.complete().get(20, TimeUnit.SECONDS));
        } else {
            assertThatThrownBy(() -> exchange.complete().get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseInstanceOf(IOException.class);
        }
        assertThat(session.isSaved()).isFalse();
    }

    private static void assertRefused(Exchange.Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.first("retry-after")).isEqualTo("1");
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers())
                .doesNotContainKeys("x-app", "etag", "location", "set-cookie", "content-type", "content-language");
    }

    /** Looks at once and then often: there are hundreds of these. */
    private static ConditionFactory promptly() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10));
    }
}
