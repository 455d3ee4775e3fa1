package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** HttpSession as the Servlet specification has it (chapter 7, and the interface's own text), on the node that made the session and on the other. */
class HttpSessionTest {

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

    // --------------------------------------------------------------------------------------------------------- being

    @Test
    void aSessionIsNewUntilTheClientJoinsIt() throws Exception {
        Guest guest = new Guest();
        assertThat(guest.finds(
                        a,
                        (request, response) -> request.getSession().isNew()
                                && request.getSession(true).isNew()
                                && request.getSession(false).isNew()))
                .isTrue();
        assertThat(guest.finds(a, (request, response) -> request.getSession().isNew()))
                .isFalse();
    }

    @Test
    void aSessionThatComesFromAnotherNodeIsNotNew() throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        assertThat(guest.finds(b, (request, response) -> request.getSession().isNew()))
                .isFalse();
    }

    @Test
    void aClientWithoutCookiesGetsANewSessionEachTime() throws Exception {
        Errand<String> idOfNew = (request, response) ->
                request.getSession().isNew() ? request.getSession().getId() : "old";
        assertThat(new Guest().ask(a, idOfNew)).isNotEqualTo(new Guest().ask(a, idOfNew));
    }

    @Test
    void noSessionIsMadeUnlessItIsAskedFor() throws Exception {
        Guest guest = new Guest();
        assertThat(guest.hasSession(a)).isFalse();
        assertThat(guest.browser().cookie("JSESSIONID")).isNull();
    }

    @Test
    void theRequestSaysWhereItsIdCameFromAndWhetherItIsGood() throws Exception {
        Guest guest = new Guest();
        Errand<String> saying = (request, response) -> request.isRequestedSessionIdFromCookie() + " "
                + request.isRequestedSessionIdFromURL() + " " + request.isRequestedSessionIdValid();
        assertThat(guest.ask(a, saying)).isEqualTo("false false false");
        guest.set(a, "x", 1);
        assertThat(guest.ask(a, saying)).isEqualTo("true false true");
        assertThat(guest.ask(b, saying)).isEqualTo("true false true");
        guest.browser().set("JSESSIONID", "0123456789ABCDEF0123456789ABCDEF.b");
        assertThat(guest.ask(b, saying)).isEqualTo("true false false");
    }

    // --------------------------------------------------------------------------------------------------- attributes

    @Test
    void nullAsAValueRemoves() throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        guest.at(b, (request, response) -> {
            request.getSession().setAttribute("x", null);
            return null;
        });
        assertThat(guest.names(a)).isEmpty();
    }

    @Test
    void removingWhatIsNotThereDoesNothing() throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        long before = cluster.trips();
        guest.at(a, (request, response) -> {
            request.getSession().removeAttribute("other");
            request.getSession().setAttribute("other", null);
            return null;
        });
        assertThat(cluster.trips() - before).isZero();
        assertThat(guest.get(b, "x")).isEqualTo(1);
    }

    @Test
    void anAttributeNeedsAName() throws Exception {
        new Guest().at(a, (request, response) -> {
            HttpSession session = request.getSession();
            assertThatIllegalArgumentException().isThrownBy(() -> session.setAttribute(null, 1));
            assertThat(session.getAttribute(null)).isNull();
            session.removeAttribute(null);
            return null;
        });
    }

    @Test
    void anyNameWillDo() throws Exception {
        Guest guest = new Guest();
        List<String> names = List.of("", " ", "a:x", "p:user", "birth", "x\0y", "ä€😀", "{tag}", "x".repeat(5000));
        guest.at(a, (request, response) -> {
            names.forEach(name -> request.getSession().setAttribute(name, name));
            return null;
        });
        assertThat(guest.names(b)).containsExactlyInAnyOrderElementsOf(names);
        for (String name : names) {
            assertThat(guest.get(b, name)).isEqualTo(name);
        }
    }

    @Test
    void namesMayBeWalkedThroughWhileAttributesAreRemoved() throws Exception {
        Guest guest = new Guest();
        guest.at(a, (request, response) -> {
            for (int i = 0; i < 10; i++) {
                request.getSession().setAttribute("x" + i, i);
            }
            return null;
        });
        guest.at(b, (request, response) -> {
            Enumeration<String> names = request.getSession().getAttributeNames();
            while (names.hasMoreElements()) {
                request.getSession().removeAttribute(names.nextElement());
            }
            return null;
        });
        assertThat(guest.names(a)).isEmpty();
    }

    @Test
    void aValueThatCannotBeDistributedIsRefusedAtOnce() throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        guest.at(a, (request, response) -> {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> request.getSession().setAttribute("x", new Object()))
                    .withMessageContaining("\"x\"")
                    .withMessageContaining("java.lang.Object");
            return null;
        });
        assertThat(guest.get(b, "x")).isEqualTo(1);
    }

    @Test
    void theSameObjectIsThereAsLongAsTheSessionStays() throws Exception {
        Guest guest = new Guest();
        List<String> list = new ArrayList<>();
        guest.set(a, "list", list);
        assertThat(guest.get(a, "list")).isSameAs(list);
        Object there = guest.get(b, "list");
        assertThat(there).isNotSameAs(list);
        assertThat(guest.get(b, "list")).isSameAs(there);
    }

    // -------------------------------------------------------------------------------------------------------- times

    @Test
    void timesGoAlongToTheOtherNode() throws Exception {
        Guest guest = new Guest();
        long[] first = guest.at(a, (request, response) -> times(request));
        assertThat(first[0]).isCloseTo(System.currentTimeMillis(), within(10_000L));
        assertThat(first[1]).as("last access of a new session").isEqualTo(first[0]);

        long[] second = guest.at(a, (request, response) -> times(request));
        long afterSecond = System.currentTimeMillis();
        assertThat(second[0]).isEqualTo(first[0]);
        assertThat(second[1]).isBetween(first[0], afterSecond);

        long[] third = guest.at(b, (request, response) -> times(request));
        assertThat(third[0]).isEqualTo(first[0]);
        assertThat(third[1]).isBetween(first[0], afterSecond);
        long[] fourth = guest.at(b, (request, response) -> times(request));
        assertThat(fourth[1]).isGreaterThanOrEqualTo(third[1]).isGreaterThanOrEqualTo(afterSecond);
    }

    private static long[] times(HttpServletRequest request) {
        HttpSession session = request.getSession();
        return new long[] {session.getCreationTime(), session.getLastAccessedTime()};
    }

    @Test
    void theServletContextIsThatOfTheNode() throws Exception {
        Guest guest = new Guest();
        Errand<Boolean> itsOwn =
                (request, response) -> request.getSession().getServletContext() == request.getServletContext();
        assertThat(guest.finds(a, itsOwn)).isTrue();
        assertThat(guest.finds(b, itsOwn)).isTrue();
    }

    // ------------------------------------------------------------------------------------------- the answer is out

    @Test
    void noSessionIsMadeOnceTheAnswerIsOnItsWay() throws Exception {
        Guest guest = new Guest();
        guest.at(a, (request, response) -> {
            response.flushBuffer();
            assertThat(request.getSession(false)).isNull();
            assertThatIllegalStateException().isThrownBy(request::getSession);
            return null;
        });
        assertThat(guest.browser().cookie("JSESSIONID")).isNull();
    }

    @Test
    void aSessionThatIsThereMayBeUsedOnceTheAnswerIsOnItsWay() throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        guest.at(a, (request, response) -> {
            response.flushBuffer();
            request.getSession().setAttribute("x", 2);
            return null;
        });
        assertThat(guest.get(b, "x")).isEqualTo(2);
    }

    @Test
    void withoutASessionThereIsNoIdToChange() throws Exception {
        new Guest().at(a, (request, response) -> {
            assertThatIllegalStateException().isThrownBy(request::changeSessionId);
            return null;
        });
    }
}
