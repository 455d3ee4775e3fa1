package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.apache.catalina.Valve;
import org.apache.catalina.authenticator.AuthenticatorBase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.session.Copy;

/** Sessions that a request first asks for when it is asynchronous, on a thread that is none of the container's: they are saved before its answer like others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AsynchronousSessionTest {

    private static final int OFTEN = 30;

    private Cluster cluster;
    private EmbeddedNode node;

    @BeforeAll
    void start() throws Exception {
        Map<String, String> attributes = new HashMap<>(Cluster.STILL);
        attributes.put("storeTimeoutMillis", "2000");
        cluster = Cluster.start(attributes);
        node = cluster.a();
    }

    @AfterAll
    void stop() throws Exception {
        cluster.close();
    }

    @AfterEach
    void nothingIsHeldAnyLonger() {
        await().untilAsserted(() -> {
            assertThat(node.manager().asynchronousRequests()).isZero();
            assertThat(node.manager().node().currents()).noneMatch(Copy::isInUse);
        });
    }

    @Test
    void aNewOneIsThereWhenTheAnswerIs() throws Exception {
        for (int i = 0; i < OFTEN; i++) {
            Guest guest = new Guest();
            assertThat(answer(guest, AsynchronousSessionTest::write).statusCode())
                    .isEqualTo(200);
            assertThat(guest.suffix()).isEqualTo("a");
            assertThat(guest.twin().get(cluster.b(), "x")).isEqualTo("written");
        }
    }

    @Test
    void oneInTheStoreIsWrittenBeforeTheAnswer() throws Exception {
        for (Valve valve : node.context().getPipeline().getValves()) {
            if (valve instanceof AuthenticatorBase authenticator) {
                authenticator.setCache(false);
            }
        }
        Guest guest = new Guest();
        guest.set(cluster.b(), "y", 1);
        for (int i = 0; i < OFTEN; i++) {
            guest.set(cluster.b(), "x", i);
            assertThat(answer(guest, AsynchronousSessionTest::write).statusCode())
                    .isEqualTo(200);
            assertThat(guest.twin().get(cluster.b(), "x")).isEqualTo("written");
        }
    }

    @Test
    void oneInPlaceOfALostOneIsThereWhenTheAnswerIs() throws Exception {
        for (int i = 0; i < OFTEN; i++) {
            Guest guest = new Guest();
            guest.browser().set("JSESSIONID", "0123456789ABCDEF0123456789ABCDE" + i % 10 + ".a");
            assertThat(answer(guest, AsynchronousSessionTest::write).statusCode())
                    .isEqualTo(200);
            assertThat(guest.suffix()).isEqualTo("a");
            assertThat(guest.twin().get(cluster.b(), "x")).isEqualTo("written");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneInPlaceOfAnEndedOneIsThereWhenTheAnswerIs(boolean atHome) throws Exception {
        for (int i = 0; i < OFTEN; i++) {
            boolean flushes = i % 2 == 0;
            Guest guest = new Guest();
            guest.set(atHome ? node : cluster.b(), "y", 1);
            Guest former = guest.twin();
            HttpResponse<String> answer = answer(guest, (request, response) -> {
                request.getSession().invalidate();
                write(request, response);
                if (flushes) {
                    response.flushBuffer();
                }
            });
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(guest.id()).isNotEqualTo(former.id());
            assertThat(guest.suffix()).isEqualTo("a");
            assertThat(guest.twin().get(cluster.b(), "x")).isEqualTo("written");
            // Who has the other node's proof is served there until the message has come.
            await().pollDelay(Duration.ZERO).until(() -> !former.hasSession(cluster.b()));
        }
    }

    @Test
    void oneThatGetsAnotherIdHasThisNodesSuffix() throws Exception {
        Guest guest = new Guest();
        guest.set(node, "x", 1);
        Guest former = guest.twin();
        answer(guest, (request, response) -> request.changeSessionId());
        assertThat(guest.suffix()).isEqualTo("a");
        assertThat(guest.id()).isNotEqualTo(former.id());
        assertThat(guest.get(node, "x")).isEqualTo(1);
        assertThat(former.hasSession(node)).isFalse();
    }

    @Test
    void whatIsWrittenBeforeAFlushIsSavedBeforeTheFirstByte() throws Exception {
        for (int i = 0; i < OFTEN; i++) {
            Guest guest = new Guest();
            AtomicBoolean saved = new AtomicBoolean();
            HttpResponse<String> answer = answer(guest, (request, response) -> {
                write(request, response);
                response.flushBuffer();
                saved.set(isInRedis(request.getSession().getId()));
                request.getSession().setAttribute("x", "written again");
            });
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(saved).isTrue();
            assertThat(guest.twin().get(cluster.b(), "x")).isEqualTo("written again");
        }
    }

    @Test
    void oneThatCannotBeSavedIsAnsweredWith503() throws Exception {
        Guest guest = new Guest();
        cluster.redis().pause();
        HttpResponse<String> answer = answer(guest, AsynchronousSessionTest::write);
        cluster.redis().resume();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    private boolean isInRedis(String id) {
        String script = "local keys = redis.call('KEYS', '*:session:' .. ARGV[1])"
                + " return keys[1] and redis.call('HEXISTS', keys[1], 'a:x') or 0";
        return cluster.redis().command("EVAL", script, "0", id).equals("1");
    }

    @FunctionalInterface
    private interface Work {
        void with(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }

    private static void write(HttpServletRequest request, HttpServletResponse response) throws Exception {
        request.getSession().setAttribute("x", "written");
        response.getWriter().print("done");
    }

    /** The request's own thread is gone before the other one begins, or only about to go. */
    private HttpResponse<String> answer(Guest guest, Work work) throws Exception {
        return guest.send(node, (request, response) -> {
            AsyncContext async = request.startAsync();
            Thread thread = new Thread(() -> {
                try {
                    work.with((HttpServletRequest) async.getRequest(), (HttpServletResponse) async.getResponse());
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                } finally {
                    async.complete();
                }
            });
            thread.start();
            return null;
        });
    }
}
