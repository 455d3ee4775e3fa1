package dev.limpet.tomcat;

import static dev.limpet.tomcat.SignedOn.ALICE;
import static dev.limpet.tomcat.SignedOn.BLOG;
import static dev.limpet.tomcat.SignedOn.DESK;
import static dev.limpet.tomcat.SignedOn.PASSWORD;
import static dev.limpet.tomcat.SignedOn.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One login for all webapps of a host, on both nodes, and one logout. No lease ends meanwhile: what nodes learn of each other, they learn by message. */
class SingleSignOnTest {

    private static final String ROOT = "";
    private static final Map<String, String> LONG_LEASE = Map.of("leaseMillis", "60000", "storeTimeoutMillis", "10000");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Cluster cluster;
    private static EmbeddedNode a;
    private static EmbeddedNode b;

    private final SignedOn user = new SignedOn();

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start(Cluster.STILL, node -> {
            SignedOn.install(node, LONG_LEASE);
            node.allowLongHeaders();
        });
        a = cluster.a();
        b = cluster.b();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    // --------------------------------------------------------------------------------------------------------- login

    @Test
    void aLoginIsKnownInAllWebappsOnBothNodes() throws Exception {
        user.logIn(a, SHOP);
        for (EmbeddedNode node : List.of(a, b, a, b)) {
            for (String webapp : List.of(SHOP, BLOG, DESK)) {
                assertThat(user.secret(node, webapp)).isEqualTo(ALICE);
            }
        }
        assertThat(new SignedOn().secret(b, SHOP)).isEqualTo("401");
    }

    @Test
    void aFormLoginIsKnownInAllWebappsOnBothNodes() throws Exception {
        user.logInByForm(a, b);
        for (EmbeddedNode node : List.of(a, b)) {
            for (String webapp : List.of(SHOP, DESK, BLOG)) {
                assertThat(user.secret(node, webapp)).isEqualTo(ALICE);
            }
        }
    }

    @Test
    void theRolesAndTheAuthenticationTypeAreKnownToo() throws Exception {
        user.logIn(a, SHOP);
        String who = user.at(
                b,
                BLOG,
                (request, response) -> request.getRemoteUser() + " " + request.getAuthType() + " "
                        + request.isUserInRole("staff") + " " + request.isUserInRole("boss"));
        assertThat(who).isEqualTo("alice BASIC true false");
    }

    @Test
    void aRestartedNodeKnowsWhoIsSignedOn() throws Exception {
        try (EmbeddedNode c = third()) {
            user.logIn(c, SHOP);
        }
        try (EmbeddedNode c = third()) {
            assertThat(user.secret(c, BLOG)).isEqualTo(ALICE);
            assertThat(user.secret(c, SHOP)).isEqualTo(ALICE);
        }
        assertThat(user.secret(a, DESK)).isEqualTo(ALICE);
    }

    private static EmbeddedNode third() throws Exception {
        EmbeddedNode node = new EmbeddedNode("c", cluster.withRedis(Cluster.STILL), Cluster.errands());
        SignedOn.install(node, LONG_LEASE);
        return node.start();
    }

    // -------------------------------------------------------------------------------------------------------- logout

    @Test
    void theEndOfASessionOnOneNodeEndsTheUsersSessionsOnAllNodes() throws Exception {
        signOnEverywhere();
        user.invalidate(b, BLOG);
        assertSignedOff();
    }

    @Test
    void aLogoutOnOneNodeEndsTheUsersSessionsOnAllNodes() throws Exception {
        signOnEverywhere();
        user.at(b, DESK, (request, response) -> {
            request.logout();
            return null;
        });
        assertSignedOff();
    }

    @Test
    void aSessionThatHasComeToAnotherNodeOrGotAnotherIdEndsToo() throws Exception {
        signOnEverywhere();
        user.at(b, SHOP, (request, response) -> request.changeSessionId());
        assertThat(user.value(a, SHOP)).isEqualTo("shop");
        user.invalidate(b, BLOG);
        assertSignedOff();
    }

    @Test
    void anOperatorsEndOfTheUsersSessionsEndsTheSignOn() throws Exception {
        user.at(a, SHOP, (request, response) -> request.getSession().getId());
        signOnEverywhere();
        assertThat(((RedisSessionManager) b.webapp(SHOP).getManager()).endSessionsOfUser("alice"))
                .isGreaterThanOrEqualTo(1);
        assertSignedOff();
    }

    private void signOnEverywhere() throws Exception {
        user.logIn(a, SHOP);
        assertThat(user.secret(b, BLOG)).isEqualTo(ALICE);
        assertThat(user.secret(a, DESK)).isEqualTo(ALICE);
        user.set(a, SHOP, "shop");
        user.set(b, BLOG, "blog");
        user.set(a, DESK, "desk");
    }

    private void assertSignedOff() throws Exception {
        for (EmbeddedNode node : List.of(a, b)) {
            SignedOn twin = user.twin();
            for (String webapp : List.of(SHOP, BLOG, DESK)) {
                await().atMost(PATIENCE)
                        .until(() -> twin.twin().value(node, webapp).equals("none"));
            }
            await().atMost(PATIENCE).until(() -> twin.twin().secret(node, SHOP).equals("401"));
            assertThat(twin.secret(node, BLOG)).isEqualTo("401");
            assertThat(twin.cookie()).as("taken off the client").isNull();
        }
        assertThat(cluster.redis().command("EXISTS", key(user.cookie()))).isEqualTo("0");
    }

    @Test
    void whoLogsOutAndInAtOnceIsSignedOnAnew() throws Exception {
        user.logIn(a, SHOP);
        String before = user.cookie();
        user.at(a, SHOP, (request, response) -> {
            request.logout();
            request.login("alice", PASSWORD);
            return null;
        });
        assertThat(user.cookie()).isNotNull().isNotEqualTo(before);
        assertThat(user.secret(b, BLOG)).isEqualTo(ALICE);
        assertThat(new SignedOn().cookie(before).secret(b, BLOG)).isEqualTo("401");
    }

    // -------------------------------------------------------------------------------------------------------- timeout

    @Test
    void aSessionThatTimesOutDoesNotLogTheUserOut() throws Exception {
        user.logIn(a, ROOT);
        assertThat(user.secret(b, BLOG)).isEqualTo(ALICE);
        assertThat(members()).contains("s:" + user.id(ROOT) + " ").contains("s:" + user.id(BLOG) + " " + BLOG);
        letTimeOut(ROOT);
        sweepUntil(() -> !members().contains("s:" + user.id(ROOT) + " "));
        for (EmbeddedNode node : List.of(a, b)) {
            assertThat(user.secret(node, BLOG)).isEqualTo(ALICE);
            assertThat(user.secret(node, DESK)).isEqualTo(ALICE);
        }
    }

    @Test
    void theLastSessionThatTimesOutEndsTheSignOn() throws Exception {
        user.logIn(a, ROOT);
        letTimeOut(ROOT);
        sweepUntil(() -> cluster.redis().command("EXISTS", key(user.cookie())).equals("0"));
        for (EmbeddedNode node : List.of(a, b)) {
            await().atMost(PATIENCE).until(() -> user.twin().secret(node, SHOP).equals("401"));
        }
    }

    private void letTimeOut(String webapp) throws Exception {
        user.at(a, webapp, (request, response) -> {
            request.getSession(false).setMaxInactiveInterval(1);
            return null;
        });
    }

    private static void sweepUntil(Callable<Boolean> done) {
        Sweeper sweeper = new Sweeper(b, cluster.withRedis(Cluster.STILL));
        try {
            await().atMost(PATIENCE).until(done);
        } finally {
            sweeper.close();
        }
    }

    private String members() {
        return cluster.redis()
                .command(
                        "EVAL",
                        "return table.concat(redis.call('HKEYS', KEYS[1]), '\\n') .. '\\n'",
                        "1",
                        key(user.cookie()));
    }

    private static String key(String signOn) {
        return "limpet:localhost:signon:" + signOn;
    }

    // ------------------------------------------------------------------------------------------------- odd cookies

    @Test
    void whatCanBeNoSignOnIsNotAskedOfRedis() throws Exception {
        for (String odd :
                List.of("x", "a b{c}*:?", "../../../../../../../etc", "'1'='1'1'1'1'1'1'", "A".repeat(10_240))) {
            SignedOn stranger = new SignedOn().cookie(odd);
            long before = cluster.trips();
            HttpResponse<String> answer = stranger.get(a, SHOP, "/secret");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(cluster.trips()).isEqualTo(before);
        }
    }

    @Test
    void aCookieOfNoSignOnIsTakenOff() throws Exception {
        SignedOn stranger = new SignedOn().cookie("0123456789ABCDEF0123456789ABCDEF");
        assertThat(stranger.secret(a, SHOP)).isEqualTo("401");
        assertThat(stranger.cookie()).isNull();
    }

    // ----------------------------------------------------------------------------------------------- trips and keys

    @Test
    void whoIsAtHomeCostsNoTrip() throws Exception {
        user.logIn(a, SHOP);
        user.secret(a, BLOG);
        assertThat(trips(() -> user.secret(a, SHOP))).isZero();
        assertThat(trips(() -> user.secret(a, BLOG))).isZero();
    }

    @Test
    void whoComesElsewhereCostsOneTripMore() throws Exception {
        // Redis has to know the scripts.
        new SignedOn().logIn(a, SHOP).secret(a, BLOG);
        SignedOn before = new SignedOn().logIn(a, SHOP);
        before.secret(b, SHOP);
        assertThat(trips(() -> user.logIn(a, SHOP)))
                .as("the new session, the sign-on with it")
                .isEqualTo(2);
        assertThat(trips(() -> user.secret(a, BLOG)))
                .as("a new session, joining")
                .isEqualTo(2);
        assertThat(trips(() -> user.secret(b, BLOG)))
                .as("loading the session, loading the sign-on")
                .isEqualTo(2);
        assertThat(trips(() -> user.secret(b, SHOP))).as("loading the session").isEqualTo(1);
    }

    private interface Step {
        void run() throws Exception;
    }

    private static long trips(Step step) throws Exception {
        long before = cluster.trips();
        step.run();
        return cluster.trips() - before;
    }

    @Test
    void everyKeyHasAnEndAndNoneHasAPassword() throws Exception {
        signOnEverywhere();
        new SignedOn().logInByForm(a, b);
        assertThat(cluster.redis().command("EXISTS", key(user.cookie()))).isEqualTo("1");
        String endless = cluster.redis()
                .command(
                        "EVAL",
                        "local all = '' for _, key in ipairs(redis.call('KEYS', '*')) do"
                                + " if redis.call('PTTL', key) < 0 then all = all .. key .. ' ' end end return all",
                        "0");
        assertThat(endless).isEmpty();
        String everything = cluster.redis()
                .command(
                        "EVAL",
                        "local all = '' for _, key in ipairs(redis.call('KEYS', '*')) do all = all .. key .. ' '"
                                + " local type = redis.call('TYPE', key).ok"
                                + " if type == 'hash' then all = all .. table.concat(redis.call('HGETALL', key), ' ')"
                                + " elseif type == 'set' then all = all .. table.concat(redis.call('SMEMBERS', key), ' ')"
                                + " elseif type == 'string' then all = all .. redis.call('GET', key) end end return all",
                        "0");
        assertThat(everything)
                .contains("signon")
                .contains("alice")
                .doesNotContain(PASSWORD)
                .doesNotContain("correct+horse")
                .doesNotContain(SignedOn.CREDENTIALS.substring("Basic ".length()));
    }
}
