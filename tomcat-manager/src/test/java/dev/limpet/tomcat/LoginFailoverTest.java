package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.apache.catalina.Context;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who has logged in on one node is logged in on the other, and who logs out is out on both. */
class LoginFailoverTest {

    private static final String PASSWORD = "correct horse";
    private static final String BASIC = "/basic";

    private static Cluster cluster;
    private static EmbeddedNode a;
    private static EmbeddedNode b;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start(Cluster.STILL, LoginFailoverTest::secure);
        a = cluster.a();
        b = cluster.b();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    private static void secure(EmbeddedNode node) {
        for (String user : List.of("alice", "bob", "carol", "J\u00fcrgen {x}:*")) {
            node.addUser(user, PASSWORD, "staff");
        }
        EmbeddedNode.addServlets(
                node.context(),
                Map.of(
                        "/secret",
                        new Secret(),
                        "/login",
                        new Says("please log in"),
                        "/failed",
                        new Says("that was wrong")));
        Protection.form(node.context(), "/login", "/failed");
        Context basic =
                node.addContext(BASIC, Map.of(ErrandServlet.PATH, new ErrandServlet(), "/secret", new Secret()));
        Protection.basic(basic);
    }

    // ---------------------------------------------------------------------------------------------------------- FORM

    @Test
    void aLoginIsKnownOnBothNodes() throws Exception {
        Guest guest = new Guest();
        guest.get(a, "x");
        login(guest, a, a);
        assertThat(whoIs(guest, a)).isEqualTo("alice FORM true");
        assertThat(whoIs(guest, b)).isEqualTo("alice FORM true");
        assertThat(guest.browser().get(b.url("/secret")).body()).isEqualTo("GET null for alice");
    }

    @Test
    void aPageFromOneNodeMayBeAnsweredToTheOther() throws Exception {
        Guest guest = new Guest();
        assertThat(guest.browser().get(a.url("/secret")).body()).isEqualTo("please log in");
        HttpResponse<String> answer = post(guest, b);
        assertThat(answer.statusCode()).isIn(302, 303);
        assertThat(answer.headers().firstValue("location"))
                .hasValueSatisfying(to -> assertThat(to).contains("/secret"));
        assertThat(guest.browser().get(b.url("/secret")).body()).isEqualTo("GET null for alice");
        assertThat(guest.browser().get(a.url("/secret")).body()).isEqualTo("GET null for alice");
    }

    @Test
    void aFormThatWasInterruptedByTheLoginIsSentOnAtWhateverNode() throws Exception {
        Guest guest = new Guest();
        assertThat(guest.browser().post(a.url("/secret"), "text=hello+you").body())
                .isEqualTo("please log in");
        post(guest, b);
        assertThat(guest.browser().get(a.url("/secret")).body()).isEqualTo("POST hello you for alice");
        assertThat(guest.browser().get(a.url("/secret")).body()).as("only once").isEqualTo("GET null for alice");
        assertThat(guest.browser().get(b.url("/secret")).body()).as("only once").isEqualTo("GET null for alice");
    }

    @Test
    void aWrongPasswordMayBeCorrectedAtTheOtherNode() throws Exception {
        Guest guest = new Guest();
        guest.browser().get(a.url("/secret"));
        HttpResponse<String> wrong =
                guest.browser().post(b.url("/j_security_check"), "j_username=alice&j_password=wrong");
        assertThat(wrong.body()).isEqualTo("that was wrong");
        post(guest, a);
        assertThat(guest.browser().get(b.url("/secret")).body()).isEqualTo("GET null for alice");
    }

    @Test
    void theIdChangesWithTheLogin() throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        Guest thief = guest.twin();
        login(guest, a, b);
        assertThat(guest.id()).isNotEqualTo(thief.id());
        assertThat(thief.hasSession(a)).isFalse();
        assertThat(thief.hasSession(b)).isFalse();
        assertThat(guest.get(a, "x")).isEqualTo(1);
    }

    @Test
    void noPasswordGoesToRedis() throws Exception {
        Guest guest = new Guest();
        guest.browser().get(a.url("/secret"));
        guest.browser().post(b.url("/j_security_check"), "j_username=alice&j_password=wrong");
        post(guest, b);
        guest.browser().get(a.url("/secret"));
        basicLogin(new Guest(), a);
        String everything = cluster.redis()
                .command(
                        "EVAL",
                        "local all = '' for _, key in ipairs(redis.call('KEYS', '*')) do"
                                + " if redis.call('TYPE', key).ok == 'hash' then"
                                + " all = all .. table.concat(redis.call('HGETALL', key), ' ') end end return all",
                        "0");
        assertThat(everything).contains("alice").doesNotContain(PASSWORD).doesNotContain("j_password");
    }

    private static void login(Guest guest, EmbeddedNode page, EmbeddedNode check) throws Exception {
        guest.browser().get(page.url("/secret"));
        assertThat(post(guest, check).statusCode()).isIn(302, 303);
        assertThat(guest.browser().get(check.url("/secret")).body()).contains("alice");
    }

    private static HttpResponse<String> post(Guest guest, EmbeddedNode node) throws Exception {
        return guest.browser().post(node.url("/j_security_check"), "j_username=alice&j_password=correct+horse");
    }

    // --------------------------------------------------------------------------------------------------------- BASIC

    @Test
    void aBasicLoginIsKnownOnTheOtherNodeWithoutBeingSentAgain() throws Exception {
        Guest guest = new Guest();
        basicLogin(guest, a);
        assertThat(guest.browser().get(b.url(BASIC + "/secret")).body()).isEqualTo("GET null for alice");
        assertThat(guest.browser().get(a.url(BASIC + "/secret")).body()).isEqualTo("GET null for alice");
        assertThat(new Guest().browser().get(b.url(BASIC + "/secret")).statusCode())
                .isEqualTo(401);
    }

    private static void basicLogin(Guest guest, EmbeddedNode node) throws Exception {
        guest.at(node, BASIC, (request, response) -> request.getSession().getId());
        String credentials = Base64.getEncoder().encodeToString(("alice:" + PASSWORD).getBytes());
        HttpResponse<String> answer =
                guest.browser().get(node.url(BASIC + "/secret"), "Authorization", "Basic " + credentials);
        assertThat(answer.body()).isEqualTo("GET null for alice");
    }

    // -------------------------------------------------------------------------------------------- login() and logout()

    @Test
    void aProgrammaticLoginIsKnownOnBothNodes() throws Exception {
        Guest guest = new Guest();
        programmaticLogin(guest, a, "bob");
        assertThat(whoIs(guest, b)).startsWith("bob ").endsWith(" true");
        assertThat(whoIs(guest, a)).startsWith("bob ");
    }

    @Test
    void aLogoutReachesEveryNodeAndLeavesTheSession() throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        login(guest, a, a);
        assertThat(whoIs(guest, b)).startsWith("alice");
        guest.at(b, (request, response) -> {
            request.logout();
            return null;
        });
        assertThat(whoIs(guest, a)).isEqualTo("null null false");
        assertThat(whoIs(guest, b)).isEqualTo("null null false");
        assertThat(guest.browser().get(a.url("/secret")).body()).isEqualTo("please log in");
        assertThat(guest.get(a, "x")).isEqualTo(1);
    }

    private static void programmaticLogin(Guest guest, EmbeddedNode node, String user) throws Exception {
        guest.at(node, (request, response) -> {
            request.getSession();
            request.login(user, PASSWORD);
            return null;
        });
    }

    private static String whoIs(Guest guest, EmbeddedNode node) throws Exception {
        return guest.ask(
                node,
                (request, response) ->
                        request.getRemoteUser() + " " + request.getAuthType() + " " + request.isUserInRole("staff"));
    }

    // ------------------------------------------------------------------------------------------ sessions of a user

    @Test
    void theSessionsOfAUserAreListedAndEndedOnAllNodes() throws Exception {
        String user = "J\u00fcrgen {x}:*";
        List<Guest> his = new ArrayList<>();
        for (EmbeddedNode node : List.of(a, a, b)) {
            Guest guest = new Guest();
            programmaticLogin(guest, node, user);
            his.add(guest);
        }
        Guest other = new Guest();
        programmaticLogin(other, a, "carol");

        assertThat(a.manager().listSessionsOfUser(user)).hasSize(3);
        assertThat(b.manager().listSessionsOfUser(user)).hasSize(3);
        his.get(0).at(b, (request, response) -> request.changeSessionId());
        assertThat(b.manager().listSessionsOfUser(user)).as("one has a new id").hasSize(3);
        his.get(1).at(b, (request, response) -> {
            request.logout();
            return null;
        });
        assertThat(b.manager().listSessionsOfUser(user))
                .as("one is not his any more")
                .hasSize(2);

        assertThat(b.manager().endSessionsOfUser(user)).isEqualTo(2);
        assertThat(his.get(0).hasSession(b)).isFalse();
        await().until(() -> !his.get(2).twin().hasSession(b));
        await().until(() -> !his.get(0).twin().hasSession(a));
        assertThat(his.get(1).hasSession(a)).isTrue();
        assertThat(other.hasSession(a)).isTrue();
        assertThat(a.manager().listSessionsOfUser(user)).isEmpty();
        assertThat(a.manager().listSessionsOfUser("nobody")).isEmpty();
        assertThat(a.manager().endSessionsOfUser("nobody")).isZero();
    }

    @Test
    void anApplicationCanLogAUserOutEverywhereWithTheSessionThatItIsIn() throws Exception {
        Guest one = new Guest();
        Guest other = new Guest();
        programmaticLogin(one, a, "bob");
        programmaticLogin(other, b, "bob");
        int ended = one.at(a, (request, response) -> {
            UserSessions sessions = (UserSessions) request.getServletContext().getAttribute(UserSessions.ATTRIBUTE);
            int count = sessions.end("bob");
            assertThat(request.getSession(false)).isNull();
            return count;
        });
        assertThat(ended).isGreaterThanOrEqualTo(2);
        assertThat(one.hasSession(a)).isFalse();
        await().until(() -> !other.twin().hasSession(b));
    }

    /** Says always the same. */
    private static final class Says extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private final String text;

        private Says(String text) {
            this.text = text;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(text);
        }
    }

    /** Says what it was sent, and for whom. */
    private static final class Secret extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter()
                    .print(request.getMethod() + " " + request.getParameter("text") + " for "
                            + request.getRemoteUser());
        }
    }
}
