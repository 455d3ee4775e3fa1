package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import jakarta.servlet.http.HttpSession;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Servlet 6.1 has for code outside of a request. */
class SessionAccessorTest {

    private static Cluster cluster;
    private static EmbeddedNode a;
    private static EmbeddedNode b;

    private final Guest guest = new Guest();

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

    /** The session's accessor, for whose method the tests are not compiled. */
    private Object accessor(Errand<?> before) throws Exception {
        Method getAccessor = Arrays.stream(HttpSession.class.getMethods())
                .filter(method -> method.getName().equals("getAccessor"))
                .findAny()
                .orElse(null);
        assumeTrue(getAccessor != null, "Servlet 6.0");
        return guest.at(a, (request, response) -> {
            before.run(request, response);
            return getAccessor.invoke(request.getSession());
        });
    }

    private static void access(Object accessor, Consumer<HttpSession> work) throws Exception {
        accessor.getClass().getMethod("access", Consumer.class).invoke(accessor, work);
    }

    @Test
    void theAccessorOfASessionLetsInFromOutsideOfARequest() throws Exception {
        Object accessor = accessor((request, response) -> {
            request.getSession().setAttribute("x", 1);
            return null;
        });
        List<Object> seen = new ArrayList<>();
        access(accessor, session -> {
            seen.add(session.getAttribute("x"));
            session.setAttribute("x", 2);
        });
        assertThat(seen).containsExactly(1);
        assertThat(guest.get(a, "x")).isEqualTo(2);
    }

    @Test
    void whatIsSetThroughItIsOnTheOtherNodeWhenItReturns() throws Exception {
        Object accessor = accessor((request, response) -> {
            request.getSession().setAttribute("x", 0);
            return null;
        });
        for (int i = 1; i <= 20; i++) {
            int value = i;
            access(accessor, session -> session.setAttribute("x", value));
            assertThat(guest.twin().get(b, "x")).isEqualTo(value);
        }
    }

    @Test
    void whatIsChangedInPlaceThroughItIsOnTheOtherNodeToo() throws Exception {
        Object accessor = accessor((request, response) -> {
            request.getSession().setAttribute("list", new ArrayList<>());
            return null;
        });
        access(accessor, session -> add(session, "of a's"));
        assertThat(guest.get(b, "list")).isEqualTo(List.of("of a's"));
        access(accessor, session -> add(session, "taken back"));
        // The client has the other node's proof, which hears by message that it has lost the session.
        await().untilAsserted(() -> assertThat(guest.twin().get(b, "list")).isEqualTo(List.of("of a's", "taken back")));
    }

    @SuppressWarnings("unchecked")
    private static void add(HttpSession session, String element) {
        ((List<String>) session.getAttribute("list")).add(element);
    }

    /** The session lives on under another id, and the accessor knows the former one. */
    @Test
    void itEndsWithTheIdThatItWasMadeFor() throws Exception {
        Object accessor = accessor((request, response) -> request.getSession());
        guest.at(b, (request, response) -> request.changeSessionId());
        assertThatThrownBy(() -> access(accessor, session -> session.setAttribute("x", 1)))
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(guest.names(a)).isEmpty();
    }
}
