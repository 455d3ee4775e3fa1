package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpSession;

import org.apache.catalina.Globals;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Versions of an application side by side: a client stays with the one that has its session at home, and moves to the newest only when that is gone. */
class SeveralVersionsTest {

    private static final String SHOP = "/shop";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Cluster cluster;
    private static EmbeddedNode a;
    private static EmbeddedNode b;

    private final Guest guest = new Guest();

    /** What the application saw. */
    private record Seen(String version, Object value) {}

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

    @BeforeEach
    void deployTheFirst() {
        deploy("1", a, b);
    }

    @AfterEach
    void undeployAll() {
        for (EmbeddedNode node : List.of(a, b)) {
            for (String name : List.of("", "##1", "##2", "##3")) {
                if (node.webapp(SHOP + name) != null) {
                    node.undeploy(SHOP + name);
                }
            }
        }
    }

    private static void deploy(String version, EmbeddedNode... nodes) {
        for (EmbeddedNode node : nodes) {
            node.deploy(SHOP, version, Cluster.errands());
        }
    }

    private static String set(Guest guest, EmbeddedNode node, Object value) throws Exception {
        return guest.at(node, SHOP, (request, response) -> {
            request.getSession().setAttribute("x", value);
            return version(request.getSession());
        });
    }

    private static Seen see(Guest guest, EmbeddedNode node) throws Exception {
        return guest.at(node, SHOP, (request, response) -> {
            HttpSession session = request.getSession(false);
            return session == null ? null : new Seen(version(session), session.getAttribute("x"));
        });
    }

    private static String version(HttpSession session) {
        return (String) session.getServletContext().getAttribute(Globals.WEBAPP_VERSION);
    }

    // --------------------------------------------------------------------------------------------------- who gets what

    @Test
    void aClientStaysWithItsVersionAndANewOneGetsTheNewest() throws Exception {
        set(guest, a, "old");
        deploy("2", a, b);
        assertThat(see(guest, a)).isEqualTo(new Seen("1", "old"));
        assertThat(set(guest, a, "changed")).isEqualTo("1");
        assertThat(set(new Guest(), a, "new")).isEqualTo("2");
        assertThat(see(guest, a)).isEqualTo(new Seen("1", "changed"));
    }

    @Test
    void toStayCostsNoTrip() throws Exception {
        set(guest, a, "old");
        deploy("2", a);
        see(guest, a);
        long before = cluster.trips();
        for (int i = 0; i < 10; i++) {
            see(guest, a);
        }
        assertThat(cluster.trips() - before).isZero();
    }

    @Test
    void aFailoverLeadsToTheNewestVersionAndBackToItAgain() throws Exception {
        set(guest, a, "old");
        deploy("2", a, b);
        assertThat(see(guest, b)).isEqualTo(new Seen("2", "old"));
        set(guest, b, "newer");
        assertThat(see(guest, b)).isEqualTo(new Seen("2", "newer"));
        assertThat(guest.suffix()).isEqualTo("b");
    }

    @Test
    void theNewestVersionMayBeTheThird() throws Exception {
        deploy("2", a, b);
        set(guest, a, "old");
        deploy("3", a, b);
        assertThat(see(guest, a)).isEqualTo(new Seen("2", "old"));
        assertThat(see(guest, b)).isEqualTo(new Seen("3", "old"));
    }

    @Test
    void withItsVersionUndeployedAClientGoesOnWithTheNewest() throws Exception {
        set(guest, a, "old");
        String id = guest.id();
        deploy("2", a);
        a.undeploy(SHOP + "##1");
        assertThat(see(guest, a)).isEqualTo(new Seen("2", "old"));
        assertThat(guest.id()).isEqualTo(id);
    }

    @Test
    void aNewVersionThatIsTakenBackLeavesItsClientsToTheOldOne() throws Exception {
        deploy("2", a);
        set(guest, a, "new");
        a.undeploy(SHOP + "##2");
        assertThat(see(guest, a)).isEqualTo(new Seen("1", "new"));
    }

    @Test
    void aLogoutFromOneVersionIsALogoutFromAll() throws Exception {
        set(guest, a, "old");
        Guest twin = guest.twin();
        deploy("2", a, b);
        guest.at(b, SHOP, (request, response) -> {
            request.getSession().invalidate();
            return null;
        });
        await("the message").untilAsserted(() -> assertThat(see(twin, a)).isNull());
        assertThat(see(twin, b)).isNull();
    }

    /** Every version on every node looks for what is due, and only one of them finds it. */
    @Test
    void anExpiryIsToldOnceWhicheverVersionFindsIt() throws Exception {
        deploy("2", a, b);
        List<Sweeper> sweepers = new ArrayList<>();
        try {
            for (EmbeddedNode node : List.of(a, b)) {
                for (String name : List.of(SHOP + "##1", SHOP + "##2")) {
                    Events.listenTo(node.webapp(name), "shop");
                    sweepers.add(new Sweeper(node.route(), node.webapp(name), cluster.withRedis(Cluster.STILL)));
                }
            }
            List<Guest> guests = Stream.generate(Guest::new).limit(20).toList();
            for (Guest leaving : guests) {
                set(leaving, a, "old");
                leaving.at(a, SHOP, (request, response) -> {
                    request.getSession(false).setMaxInactiveInterval(1);
                    return null;
                });
            }
            for (Guest gone : guests) {
                await().atMost(PATIENCE).until(() -> isGone(gone));
            }
            assertThat(guests).allSatisfy(gone -> assertThat(Events.of(gone.id()))
                    .filteredOn(event -> event.contains("destroyed"))
                    .containsExactly("shop destroyed x=old"));
        } finally {
            sweepers.forEach(Sweeper::close);
        }
    }

    /** Finished in Redis: nobody can claim it any more. */
    private static boolean isGone(Guest guest) {
        String found = cluster.redis()
                .command(
                        "EVAL",
                        "local n = 0 for _, key in ipairs(redis.call('KEYS', '*:session:' .. ARGV[1])) do"
                                + " if redis.call('HEXISTS', key, 'owner') == 1 then n = n + 1 end end return n",
                        "0",
                        guest.id());
        return found.equals("0");
    }

    /** As it mostly begins: {@code shop.war} is there, {@code shop##2.war} comes. */
    @Test
    void theOldVersionMayHaveNone() throws Exception {
        undeployAll();
        deploy("", a, b);
        set(guest, a, "old");
        deploy("2", a, b);
        assertThat(see(guest, a)).isEqualTo(new Seen("", "old"));
        assertThat(see(guest, b)).isEqualTo(new Seen("2", "old"));
    }

    // -------------------------------------------------------------------------------------------------- several
    // cookies

    /** A browser sends the root application's cookie too, after the one with the longer path. */
    private static Guest withRootsCookieToo(Guest guest) throws Exception {
        Guest atRoot = new Guest();
        atRoot.set(a, "x", "root");
        String both = guest.browser().cookie("JSESSIONID") + "; JSESSIONID="
                + atRoot.browser().cookie("JSESSIONID");
        Guest twin = guest.twin();
        twin.browser().set("JSESSIONID", both);
        return twin;
    }

    @Test
    void aFailoverFindsTheSessionOfTheFirstCookie() throws Exception {
        set(guest, a, "old");
        assertThat(see(withRootsCookieToo(guest), b)).isEqualTo(new Seen("1", "old"));
        deploy("2", a, b);
        assertThat(see(withRootsCookieToo(guest), b)).isEqualTo(new Seen("1", "old"));
        assertThat(see(withRootsCookieToo(guest), a)).isEqualTo(new Seen("2", "old"));
    }

    @Test
    void ofTwoCookiesTheOneWithASessionCounts() throws Exception {
        deploy("2", a, b);
        set(guest, a, "old");
        Guest stale = guest.twin();
        stale.browser()
                .set("JSESSIONID", "0123.a; JSESSIONID=" + guest.browser().cookie("JSESSIONID"));
        assertThat(see(stale, b)).isEqualTo(new Seen("2", "old"));
    }

    // ------------------------------------------------------------------------------------------------- without a lease

    /** With a lease that is over a session is nobody's, but its version is what it was. */
    @Nested
    class WithoutALease {

        @Test
        void aClientStaysWithItsVersionAllTheSame() throws Exception {
            Map<String, String> attributes = new HashMap<>(Cluster.STILL);
            attributes.put("leaseMillis", "0");
            try (Cluster other = Cluster.start(attributes)) {
                deploy("1", other.a(), other.b());
                set(guest, other.a(), "old");
                deploy("2", other.a(), other.b());
                assertThat(see(guest, other.a())).isEqualTo(new Seen("1", "old"));
                assertThat(see(guest, other.b())).isEqualTo(new Seen("2", "old"));
                assertThat(see(guest, other.a())).isEqualTo(new Seen("2", "old"));
                assertThat(see(guest, other.a())).isEqualTo(new Seen("2", "old"));
            }
        }
    }
}
