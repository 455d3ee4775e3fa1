package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.SessionCookieConfig;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The session's id, the suffix that is no part of it, and its change at a login. */
class SessionIdsTest {

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

    // -------------------------------------------------------------------------------------------------------- suffix

    @Test
    void theApplicationNeverSeesTheSuffix() throws Exception {
        Guest guest = new Guest();
        Errand<String> ids =
                (request, response) -> request.getSession().getId() + " " + request.getRequestedSessionId();
        String created = guest.ask(a, ids);
        assertThat(created).isEqualTo(guest.id() + " null");
        assertThat(guest.ask(a, ids)).isEqualTo(guest.id() + " " + guest.id());
        assertThat(guest.ask(b, ids)).isEqualTo(guest.id() + " " + guest.id());
        assertThat(guest.ask(b, ids)).isEqualTo(guest.id() + " " + guest.id());
    }

    @Test
    void theSuffixNamesTheNodeThatHasLoadedTheSession() throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        String id = guest.id();
        assertThat(guest.suffix()).isEqualTo("a");
        guest.get(b, "x");
        assertThat(guest.suffix()).isEqualTo("b");
        assertThat(guest.id()).isEqualTo(id);
    }

    @Test
    void aRequestThatLeavesTheSessionAloneLeavesTheCookieAlone() throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        assertThat(guest.send(a, (request, response) -> request.getSession().getAttribute("x"))
                        .headers()
                        .allValues("set-cookie"))
                .isEmpty();
    }

    /** Who knows the id from before a login, and has a request under way while it changes. */
    @Test
    void aChangedIdIsToldOnlyToTheRequestThatChangedIt() throws Exception {
        Guest victim = new Guest();
        victim.set(a, "x", 1);
        Guest thief = new Guest();
        thief.browser().set("JSESSIONID", victim.id());
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch changed = new CountDownLatch(1);
        CompletableFuture<HttpResponse<String>> slow =
                thief.send(Executors.newSingleThreadExecutor(), a, (request, response) -> {
                    request.getSession();
                    entered.countDown();
                    return changed.await(10, TimeUnit.SECONDS);
                });
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        victim.at(a, (request, response) -> request.changeSessionId());
        changed.countDown();
        assertThat(slow.join().headers().allValues("set-cookie")).noneMatch(cookie -> cookie.contains(victim.id()));
        assertThat(thief.hasSession(a)).isFalse();
        assertThat(victim.get(a, "x")).isEqualTo(1);
    }

    /** As with Tomcat's own manager: applications tell by it that a session has expired. */
    @Test
    void theClientsIdIsNotValidForASessionMadeSince() throws Exception {
        Guest guest = new Guest();
        guest.browser().set("JSESSIONID", "0123456789ABCDEF0123456789ABCDEF.a");
        assertThat(guest.finds(a, (request, response) -> {
                    request.getSession();
                    return request.isRequestedSessionIdValid();
                }))
                .isFalse();
        assertThat(guest.finds(a, (request, response) -> request.isRequestedSessionIdValid()))
                .isTrue();
        assertThat(guest.finds(a, (request, response) -> {
                    request.getSession().invalidate();
                    request.getSession();
                    return request.isRequestedSessionIdValid();
                }))
                .isFalse();
        assertThat(guest.finds(b, (request, response) -> {
                    request.getSession();
                    request.changeSessionId();
                    return request.isRequestedSessionIdValid();
                }))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".a", ".b", ".a.a", ".b.a", ".", "..", ".a.", ".nobody", ".A", ".\u00e4", ".%61", "./../a"})
    void aSuffixOfWhateverKindHarmsNobody(String suffix) throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        guest.set(b, "x", 2);
        String id = guest.id();
        for (EmbeddedNode node : List.of(a, b, a)) {
            guest.browser().set("JSESSIONID", id + suffix);
            await().pollDelay(Duration.ZERO)
                    .untilAsserted(() -> assertThat(guest.get(node, "x")).isEqualTo(2));
            assertThat(guest.id()).isEqualTo(id);
        }
    }

    @Test
    void aForgedSuffixShowsNothingThatTheIdWouldNot() throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        Guest stranger = new Guest();
        stranger.browser().set("JSESSIONID", guest.id().replace(guest.id().charAt(0), '_') + ".a");
        assertThat(stranger.hasSession(a)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "../../etc/passwd",
                "*",
                "{0}:x",
                "a b",
                "%00",
                "-",
                "0123456789ABCDEF0123456789ABCDEF",
                ".",
                ""
            })
    void anIdThatIsNoneIsNoSessionAndIsNotTakenOver(String id) throws Exception {
        Guest guest = new Guest();
        guest.browser().set("JSESSIONID", id + ".a");
        assertThat(guest.hasSession(a)).isFalse();
        String made = guest.ask(a, (request, response) -> request.getSession().getId());
        assertThat(made).isNotEqualTo(id).matches("[0-9A-F]{32}");
        assertThat(guest.id()).isEqualTo(made);
    }

    // ------------------------------------------------------------------------------------------------------ in URLs

    @Test
    void anIdInTheUrlIsFoundOnBothNodesWithAndWithoutSuffix() throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        for (EmbeddedNode node : List.of(a, b, b, a)) {
            for (String suffix : List.of("", ".a", ".b", ".a.b")) {
                List<Object> seen = new ArrayList<>();
                new Guest()
                        .sendTo(
                                node,
                                ErrandServlet.PATH + ";jsessionid=" + guest.id() + suffix,
                                (request, response) -> {
                                    seen.add(request.getSession().getAttribute("x"));
                                    seen.add(request.isRequestedSessionIdFromURL());
                                    seen.add(request.getRequestedSessionId().equals(guest.id()));
                                    return null;
                                });
                assertThat(seen).containsExactly(1, true, true);
            }
        }
    }

    @Test
    void anIdInTheUrlIsNoProof() throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        long before = cluster.trips();
        new Guest()
                .sendTo(
                        a,
                        ErrandServlet.PATH + ";jsessionid=" + guest.id() + ".a",
                        (request, response) -> request.getSession());
        assertThat(cluster.trips() - before).isEqualTo(1);
    }

    @Test
    void anEncodedUrlHasTheIdAlone() throws Exception {
        Guest guest = new Guest();
        String encoded = guest.ask(a, (request, response) -> {
            request.getSession();
            return response.encodeURL("/next");
        });
        assertThat(encoded).isEqualTo("/next;jsessionid=" + guest.id());
    }

    // ------------------------------------------------------------------------------------------------ several cookies

    @Test
    void ofSeveralCookiesTheOneThatIsAliveCounts() throws Exception {
        Guest guest = new Guest();
        guest.set(a, "x", 1);
        String alive = guest.browser().cookie("JSESSIONID");
        String dead = "0123456789ABCDEF0123456789ABCDEF.a";
        for (EmbeddedNode node : List.of(a, b, a)) {
            for (String cookies : List.of(
                    alive + "; JSESSIONID=" + dead,
                    dead + "; JSESSIONID=" + alive,
                    dead + "; JSESSIONID=" + dead + "; JSESSIONID=" + guest.id())) {
                Guest withBoth = new Guest();
                withBoth.browser().set("JSESSIONID", cookies);
                assertThat(withBoth.get(node, "x")).as(cookies).isEqualTo(1);
            }
        }
    }

    // ------------------------------------------------------------------------------------------------- another cookie

    @Test
    void theCookieMayHaveAnotherNameAndOtherProperties() throws Exception {
        try (Cluster named = Cluster.start(Cluster.STILL, SessionIdsTest::nameTheCookie)) {
            Guest guest = new Guest();
            for (EmbeddedNode node : List.of(named.a(), named.b(), named.a())) {
                HttpHeaders headers = guest.send(node, (request, response) -> request.getSession())
                        .headers();
                assertThat(headers.allValues("set-cookie"))
                        .filteredOn(cookie -> cookie.startsWith("SID="))
                        .singleElement()
                        .asString()
                        .contains("." + node.route() + ";", "Max-Age=77", "Domain=example.org", "HttpOnly");
            }
            assertThat(guest.browser().cookie("JSESSIONID")).isNull();
            assertThat(guest.finds(named.a(), (request, response) -> request.isRequestedSessionIdValid()))
                    .isTrue();
        }
    }

    /** As an application does it. */
    private static void nameTheCookie(EmbeddedNode node) {
        node.context()
                .addServletContainerInitializer(
                        (classes, servletContext) -> {
                            SessionCookieConfig cookie = servletContext.getSessionCookieConfig();
                            cookie.setName("SID");
                            cookie.setMaxAge(77);
                            cookie.setDomain("example.org");
                        },
                        Set.of());
    }
}
