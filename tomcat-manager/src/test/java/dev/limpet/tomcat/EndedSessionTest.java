package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpSession;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A session that the application has ended: what it still answers, what it refuses, and what follows it. */
class EndedSessionTest {

    private static final Duration A_WHILE = Duration.ofMillis(200);

    private static Cluster cluster;
    private static EmbeddedNode a;
    private static EmbeddedNode b;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start(Cluster.STILL);
        a = cluster.a();
        b = cluster.b();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    static Stream<Arguments> refusedAfterTheEnd() {
        return Stream.of(
                call("getAttribute", session -> session.getAttribute("x")),
                call("getAttributeNames", HttpSession::getAttributeNames),
                call("setAttribute", session -> session.setAttribute("x", 1)),
                call("setAttribute to null", session -> session.setAttribute("x", null)),
                call("removeAttribute", session -> session.removeAttribute("x")),
                call("getCreationTime", HttpSession::getCreationTime),
                call("getLastAccessedTime", HttpSession::getLastAccessedTime),
                call("isNew", HttpSession::isNew),
                call("invalidate", HttpSession::invalidate));
    }

    static Stream<Arguments> allowedAfterTheEnd() {
        return Stream.of(
                call("getId", HttpSession::getId),
                call("getServletContext", HttpSession::getServletContext),
                call("getMaxInactiveInterval", HttpSession::getMaxInactiveInterval),
                call("setMaxInactiveInterval", session -> session.setMaxInactiveInterval(5)));
    }

    private static Arguments call(String what, Consumer<HttpSession> call) {
        return arguments(what, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedAfterTheEnd")
    void anEndedSessionRefuses(String what, Consumer<HttpSession> call) throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        guest.at(b, (request, response) -> {
            HttpSession session = request.getSession();
            session.invalidate();
            assertThatIllegalStateException().isThrownBy(() -> call.accept(session));
            return null;
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("allowedAfterTheEnd")
    void anEndedSessionStillAnswers(String what, Consumer<HttpSession> call) throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        guest.at(b, (request, response) -> {
            HttpSession session = request.getSession();
            session.invalidate();
            call.accept(session);
            return null;
        });
        assertThat(guest.hasSession(a)).isFalse();
    }

    @Test
    void anEndedSessionIsNoLongerTheRequests() throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        String id = guest.id();
        guest.at(b, (request, response) -> {
            request.getSession().invalidate();
            assertThat(request.getSession(false)).isNull();
            assertThat(request.isRequestedSessionIdValid()).isFalse();
            return null;
        });
        assertThat(guest.hasSession(b)).isFalse();
        assertThat(guest.hasSession(a)).isFalse();
        assertThat(cluster.redis().command("KEYS", "*" + id)).isNotEmpty();
    }

    @Test
    void anotherSessionMayFollowInTheSameRequest() throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        Guest thief = guest.twin();
        String former = guest.id();
        String next = guest.at(b, (request, response) -> {
            request.getSession().invalidate();
            HttpSession session = request.getSession(true);
            assertThat(session.isNew()).isTrue();
            assertThat(session.getAttributeNames().hasMoreElements()).isFalse();
            session.setAttribute("y", 2);
            return session.getId();
        });
        assertThat(next).isNotEqualTo(former).isEqualTo(guest.id());
        assertThat(guest.suffix()).isEqualTo("b");
        assertThat(guest.get(a, "y")).isEqualTo(2);
        assertThat(thief.hasSession(b)).isFalse();
    }

    @Test
    void aSessionMadeAndEndedInOneRequestLeavesNothing() throws Exception {
        Guest guest = new Guest();
        String id = guest.at(a, (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("x", 1);
            session.invalidate();
            return session.getId();
        });
        guest.browser().set("JSESSIONID", id);
        assertThat(guest.hasSession(a)).isFalse();
        assertThat(guest.hasSession(b)).isFalse();
    }

    /** A second click on the logout: what it is told has to be so. */
    @Test
    void whoEndsASessionThatIsBeingEndedWaitsUntilItHasEnded() throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        Guest twin = guest.twin();
        CountDownLatch bothHaveIt = new CountDownLatch(2);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        cluster.redis().pause();
        try {
            Future<Boolean> first = pool.submit(() -> hasNoneAfterTheEnd(guest, bothHaveIt));
            Future<Boolean> second = pool.submit(() -> hasNoneAfterTheEnd(twin, bothHaveIt));
            bothHaveIt.await();
            await().during(A_WHILE).until(() -> !first.isDone() && !second.isDone());
            cluster.redis().resume();
            assertThat(first.get()).isTrue();
            assertThat(second.get()).isTrue();
        } finally {
            cluster.redis().resume();
            pool.shutdownNow();
        }
    }

    private static boolean hasNoneAfterTheEnd(Guest guest, CountDownLatch bothHaveIt) throws Exception {
        return guest.finds(a, (request, response) -> {
            HttpSession session = request.getSession();
            bothHaveIt.countDown();
            bothHaveIt.await();
            session.invalidate();
            return request.getSession(false) == null;
        });
    }
}
