package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.http.HttpSession;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The change of a session's id, as at a login: the former one is dead, whatever runs meanwhile. */
class SessionIdChangeTest {

    private static final long BREATH_MILLIS = 10;

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

    @Test
    void theChangedIdIsTheSameWhoeverIsAskedAndTheCookieHasItWithTheSuffix() throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        String former = guest.id();
        String returned = guest.ask(b, (request, response) -> {
            String id = request.changeSessionId();
            assertThat(request.getSession().getId()).isEqualTo(id);
            assertThat(request.getSession(false).getId()).isEqualTo(id);
            return id;
        });
        assertThat(returned).isNotEqualTo(former).matches("[0-9A-F]{32}");
        assertThat(guest.browser().cookie("JSESSIONID")).isEqualTo(returned + ".b");
        assertThat(guest.ask(b, (request, response) -> request.getRequestedSessionId()))
                .isEqualTo(returned);
        assertThat(guest.get(a, "x")).isEqualTo(1);
    }

    @Test
    void theFormerIdIsDeadEverywhereAtOnce() throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        Guest fixing = guest.twin();
        fixing.browser().set("JSESSIONID", guest.id());
        guest.at(b, (request, response) -> request.changeSessionId());
        assertThat(fixing.hasSession(a)).isFalse();
        assertThat(fixing.hasSession(b)).isFalse();
        guest.at(b, (request, response) -> request.changeSessionId());
        assertThat(fixing.hasSession(a)).isFalse();
        assertThat(guest.get(a, "x")).isEqualTo(1);
    }

    @Test
    void aSessionCanChangeItsIdInTheRequestThatMakesIt() throws Exception {
        Guest guest = new Guest();
        String[] ids = guest.at(a, (request, response) -> {
            String first = request.getSession().getId();
            request.getSession().setAttribute("x", 1);
            return new String[] {first, request.changeSessionId()};
        });
        assertThat(guest.id()).isEqualTo(ids[1]).isNotEqualTo(ids[0]);
        assertThat(guest.get(b, "x")).isEqualTo(1);
        guest.browser().set("JSESSIONID", ids[0]);
        assertThat(guest.hasSession(a)).isFalse();
        assertThat(guest.hasSession(b)).isFalse();
    }

    @Test
    void whatIsSetBeforeAndAfterTheChangeGoesAlong() throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        guest.at(a, (request, response) -> {
            request.getSession().setAttribute("before", 1);
            request.changeSessionId();
            request.getSession().setAttribute("after", 2);
            return null;
        });
        assertThat(guest.names(b)).containsExactlyInAnyOrder("x", "before", "after");
    }

    @Test
    void requestsThatRunWhileTheIdChangesLoseNothing() throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            AtomicBoolean done = new AtomicBoolean();
            AtomicInteger names = new AtomicInteger();
            List<Future<List<String>>> writers = new ArrayList<>();
            for (EmbeddedNode node : List.of(a, a, b, b)) {
                Guest twin = guest.twin();
                writers.add(pool.submit(() -> write(twin, node, names, done)));
            }
            await().until(() -> names.get() > 20);
            await().until(() -> change(guest, a) == 200);
            done.set(true);
            List<String> acknowledged = new ArrayList<>();
            for (Future<List<String>> writer : writers) {
                acknowledged.addAll(writer.get());
            }
            assertThat(acknowledged).isNotEmpty();
            assertThat(guest.names(b)).containsAll(acknowledged);
            assertThat(guest.names(a)).containsAll(acknowledged);
        } finally {
            pool.shutdownNow();
        }
    }

    /**
     * Writes again and again, with a breath in between: a change of the id that another node's load has overtaken fails with 503 by the protocol, so writers
     * without a pause on the other node could keep it from ever coming through.
     *
     * @return the names of the attributes whose answer has come
     */
    private static List<String> write(Guest guest, EmbeddedNode node, AtomicInteger names, AtomicBoolean done)
            throws Exception {
        List<String> acknowledged = new ArrayList<>();
        boolean found = true;
        while (found && !done.get()) {
            String name = "w" + names.incrementAndGet();
            AtomicBoolean set = new AtomicBoolean();
            int status = guest.send(node, (request, response) -> {
                        HttpSession session = request.getSession(false);
                        if (session != null) {
                            session.setAttribute(name, name);
                            set.set(true);
                        }
                        return null;
                    })
                    .statusCode();
            if (status == 200 && set.get()) {
                acknowledged.add(name);
            }
            found = status == 200 && set.get();
            Thread.sleep(BREATH_MILLIS);
        }
        return acknowledged;
    }

    @Test
    void twoNodesThatChangeTheIdAtOnceLeaveOneSession() throws Exception {
        for (int round = 0; round < 20; round++) {
            Guest guest = new Guest();
            guest.set(a, "x", round);
            Guest twin = guest.twin();
            String former = guest.id();
            ExecutorService pool = Executors.newFixedThreadPool(2);
            try {
                Future<Integer> one = pool.submit(() -> change(guest, a));
                Future<Integer> other = pool.submit(() -> change(twin, b));
                assertThat(List.of(one.get(), other.get())).contains(200).isSubsetOf(200, 503);
            } finally {
                pool.shutdownNow();
            }
            guest.browser().set("JSESSIONID", guest.id());
            twin.browser().set("JSESSIONID", twin.id());
            long alive = 0;
            for (Guest each : List.of(guest, twin)) {
                alive += Integer.valueOf(round).equals(each.get(b, "x")) ? 1 : 0;
            }
            assertThat(alive)
                    .as("who still has the session")
                    .isBetween(1L, guest.id().equals(twin.id()) ? 2L : 1L);
            guest.browser().set("JSESSIONID", former);
            assertThat(guest.hasSession(a)).isFalse();
        }
    }

    private static int change(Guest guest, EmbeddedNode node) throws Exception {
        return guest.send(node, (request, response) -> {
                    HttpSession session = request.getSession(false);
                    return session == null ? null : request.changeSessionId();
                })
                .statusCode();
    }
}
