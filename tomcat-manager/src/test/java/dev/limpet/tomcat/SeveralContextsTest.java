package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import jakarta.servlet.http.HttpSession;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several webapps on each node: each has sessions of its own, also where ids or cookies are the same. */
class SeveralContextsTest {

    private static final String SHOP = "/shop";
    private static final String ONE = "/one";
    private static final String TWO = "/two";

    private static Cluster cluster;
    private static EmbeddedNode a;
    private static EmbeddedNode b;

    private final Guest guest = new Guest();

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start(Cluster.STILL, SeveralContextsTest::addContexts);
        a = cluster.a();
        b = cluster.b();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    private static void addContexts(EmbeddedNode node) {
        node.context().setCrossContext(true);
        node.addContext(SHOP, Cluster.errands());
        for (String path : List.of(ONE, TWO)) {
            node.addContext(path, Cluster.errands()).setSessionCookiePath("/");
        }
    }

    private static Errand<String> setting(String value) {
        return (request, response) -> {
            request.getSession().setAttribute("x", value);
            return request.getSession().getId();
        };
    }

    private static Errand<Object> getting() {
        return (request, response) -> {
            HttpSession session = request.getSession(false);
            return session == null ? "none" : session.getAttribute("x");
        };
    }

    // ---------------------------------------------------------------------------------------- an id in two webapps

    @Test
    void anIdOfOneWebappIsNoneInAnother() throws Exception {
        guest.at(a, ONE, setting("one"));
        for (EmbeddedNode node : List.of(a, b)) {
            assertThat(guest.twin().at(node, SHOP, getting())).isEqualTo("none");
        }
        assertThat(guest.at(b, ONE, getting())).isEqualTo("one");
    }

    @Test
    void oneCookieMayNameASessionInEachWebapp() throws Exception {
        String id = guest.at(a, ONE, setting("one"));
        assertThat(guest.at(a, TWO, setting("two"))).isEqualTo(id);
        for (EmbeddedNode node : List.of(a, b, b, a)) {
            assertThat(guest.at(node, ONE, getting())).isEqualTo("one");
            assertThat(guest.at(node, TWO, getting())).isEqualTo("two");
        }
    }

    @Test
    void theSecondWebappMayBeFirstAskedForOnAnotherNode() throws Exception {
        String id = guest.at(a, ONE, setting("one"));
        assertThat(guest.at(b, TWO, setting("two"))).isEqualTo(id);
        assertThat(guest.at(a, TWO, getting())).isEqualTo("two");
        assertThat(guest.at(a, ONE, getting())).isEqualTo("one");
    }

    /** Both make a session with the id of the other webapp's: the one that is saved last is told to come again, and then finds the first one's. */
    @Test
    void ofTwoFirstRequestsAtOnceNoneIsLostThatWasAnswered() throws Exception {
        for (EmbeddedNode other : List.of(a, b)) {
            Guest visitor = new Guest();
            visitor.at(a, ONE, setting("one"));
            Guest twin = visitor.twin();
            Errand<String> late = (request, response) -> {
                HttpSession session = request.getSession();
                if (session.isNew()) {
                    twin.at(other, TWO, setting("first"));
                }
                session.setAttribute("y", "late");
                return (String) session.getAttribute("x");
            };

            assertThat(visitor.sendTo(a, TWO + ErrandServlet.PATH, late).statusCode())
                    .isEqualTo(503);
            assertThat(visitor.at(a, TWO, late)).isEqualTo("first");
            Object kept = visitor.at(
                    other, TWO, (request, response) -> request.getSession().getAttribute("y"));
            assertThat(kept).isEqualTo("late");
        }
    }

    @Test
    void aLogoutFromOneWebappLeavesTheOther() throws Exception {
        guest.at(a, ONE, setting("one"));
        guest.at(a, TWO, setting("two"));
        Guest twin = guest.twin();
        guest.at(b, ONE, (request, response) -> {
            request.getSession().invalidate();
            return null;
        });
        assertThat(twin.at(b, ONE, getting())).isEqualTo("none");
        assertThat(twin.at(b, TWO, getting())).isEqualTo("two");
        assertThat(guest.at(a, TWO, getting())).isEqualTo("two");
    }

    // -------------------------------------------------------------------------------------- dispatch to another webapp

    /** Includes the shop's errand in a request to the root webapp. */
    private static <T> T visitShop(Guest guest, EmbeddedNode node, boolean withOwnSession, Errand<T> errand)
            throws Exception {
        return guest.at(node, (request, response) -> {
            if (withOwnSession) {
                request.getSession();
            }
            try (ErrandServlet.Ticket<T> ticket = ErrandServlet.Ticket.of(errand)) {
                request.getServletContext()
                        .getContext(SHOP)
                        .getRequestDispatcher(ErrandServlet.PATH + ticket.query())
                        .include(request, response);
                return ticket.result().join();
            }
        });
    }

    @Test
    void aDispatchToAnotherWebappHasASessionOfThatWebapp() throws Exception {
        guest.set(a, "x", "root");
        String id = visitShop(guest, a, true, setting("shop"));
        assertThat(id).isEqualTo(guest.id());
        assertThat(guest.get(a, "x")).isEqualTo("root");
        assertThat(visitShop(guest, a, true, getting())).isEqualTo("shop");
        assertThat(guest.get(b, "x")).isEqualTo("root");
        assertThat(visitShop(guest, b, true, getting())).isEqualTo("shop");
    }

    @Test
    void theDispatchedWebappChangesItsSessionOnBothNodes() throws Exception {
        guest.set(a, "x", "root");
        visitShop(guest, a, true, setting("first"));
        visitShop(guest, b, true, setting("second"));
        assertThat(visitShop(guest, a, true, getting())).isEqualTo("second");
        visitShop(guest, a, true, setting("third"));
        assertThat(visitShop(guest, b, true, getting())).isEqualTo("third");
        assertThat(guest.get(a, "x")).isEqualTo("root");
    }

    @Test
    void whatADispatchHasSetIsSavedWhenTheAnswerIsComplete() throws Exception {
        guest.set(a, "x", "root");
        visitShop(guest, a, true, setting("first"));
        for (int i = 0; i < 20; i++) {
            EmbeddedNode node = i % 2 == 0 ? b : a;
            EmbeddedNode other = i % 2 == 0 ? a : b;
            visitShop(guest, node, true, setting("value " + i));
            assertThat(visitShop(guest, other, true, getting())).isEqualTo("value " + i);
        }
    }

    @Test
    void whatADispatchHasChangedInPlaceIsSavedToo() throws Exception {
        guest.set(a, "x", "root");
        visitShop(guest, a, true, (request, response) -> {
            request.getSession().setAttribute("x", new StringBuilder());
            return null;
        });
        for (EmbeddedNode node : List.of(a, b, b, a)) {
            visitShop(guest, node, true, (request, response) -> ((StringBuilder)
                            request.getSession().getAttribute("x"))
                    .append(node.route()));
        }
        assertThat(visitShop(guest, b, true, getting())).hasToString("abba");
    }
}
