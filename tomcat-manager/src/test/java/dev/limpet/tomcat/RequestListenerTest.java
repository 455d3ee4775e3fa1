package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

import org.apache.catalina.core.StandardContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A listener of the application that asks for the session before any valve of its context, and after the last servlet. */
class RequestListenerTest {

    private static Cluster cluster;
    private static EmbeddedNode a;
    private static EmbeddedNode b;

    private final Guest guest = new Guest();

    /** Writes down in the session what it hears, where there is one. */
    private static final class Diarist implements ServletRequestListener {

        @Override
        public void requestInitialized(ServletRequestEvent event) {
            write(event, "begins");
        }

        @Override
        public void requestDestroyed(ServletRequestEvent event) {
            write(event, "ends");
        }

        private static void write(ServletRequestEvent event, String what) {
            HttpSession session = ((HttpServletRequest) event.getServletRequest()).getSession(false);
            if (session != null && session.getAttribute("diary") != null) {
                diary(session).add(what + " on " + event.getServletContext().getAttribute("node"));
            }
        }

        @SuppressWarnings("unchecked")
        private static List<String> diary(HttpSession session) {
            return (List<String>) session.getAttribute("diary");
        }
    }

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start(Cluster.STILL, node -> {
            Events.listenTo(node);
            ((StandardContext) node.context()).addApplicationEventListener(new Diarist());
        });
        a = cluster.a();
        b = cluster.b();
        teachRedisTheScripts();
    }

    private static void teachRedisTheScripts() throws Exception {
        Guest first = new Guest();
        first.set(a, "x", 1);
        first.get(b, "x");
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void whatItChangesInPlaceGoesAlongFromNodeToNode() throws Exception {
        guest.set(a, "diary", new ArrayList<>());
        guest.hasSession(a);
        guest.hasSession(b);
        assertThat(guest.suffix()).isEqualTo("b");
        assertThat(guest.get(a, "diary"))
                .isEqualTo(List.of(
                        "ends on a",
                        "begins on a",
                        "ends on a",
                        "begins on b",
                        "ends on b",
                        "begins on a",
                        "ends on a"));
    }

    @Test
    void itAndTheServletHaveTheSameSessionByOneLoad() throws Exception {
        guest.set(a, "x", 1);
        long before = cluster.trips();
        assertThat(guest.get(b, "x")).isEqualTo(1);
        assertThat(cluster.trips() - before).isEqualTo(1);
        assertThat(guest.get(b, "x")).isEqualTo(1);
        assertThat(cluster.trips() - before).as("at home").isEqualTo(1);
    }
}
