package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
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

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start(Cluster.STILL);
        a = cluster.a();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void theAccessorOfASessionLetsInFromOutsideOfARequest() throws Exception {
        Method getAccessor = Arrays.stream(HttpSession.class.getMethods())
                .filter(method -> method.getName().equals("getAccessor"))
                .findAny()
                .orElse(null);
        assumeTrue(getAccessor != null, "Servlet 6.0");
        Guest guest = new Guest();
        Object accessor = guest.at(a, (request, response) -> {
            request.getSession().setAttribute("x", 1);
            return getAccessor.invoke(request.getSession());
        });
        List<Object> seen = new ArrayList<>();
        Consumer<HttpSession> work = session -> {
            seen.add(session.getAttribute("x"));
            session.setAttribute("x", 2);
        };
        accessor.getClass().getMethod("access", Consumer.class).invoke(accessor, work);
        assertThat(seen).containsExactly(1);
        assertThat(guest.get(a, "x")).isEqualTo(2);
    }
}
