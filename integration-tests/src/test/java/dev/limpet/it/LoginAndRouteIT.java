package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Base64;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.CookieJar;
import dev.limpet.it.harness.Nodes;
import dev.limpet.it.harness.TestWar;

/** What balancers and users see of a node: health, the affinity cookie, and a login that goes on when the node is another. */
class LoginAndRouteIT {

    private static final String BASIC = "Basic " + Base64.getEncoder().encodeToString("anna:secret".getBytes());

    private static RedisServer redis;
    private static Nodes nodes;
    private static TomcatNode a;
    private static TomcatNode b;

    private final Browser browser = Browser.create();

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        nodes = new Nodes(redis.url());
        a = node(10, "a");
        b = node(11, "b");
        nodes.awaitStarted();
    }

    private static TomcatNode node(int major, String name) {
        return nodes.start(major, name, builder -> builder.war("/form", TestWar.withFormLogin()));
    }

    @AfterAll
    static void stop() {
        nodes.close();
        redis.close();
    }

    private static TomcatNode node(String name) {
        return name.equals("a") ? a : b;
    }

    private static TomcatNode other(String name) {
        return name.equals("a") ? b : a;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void healthNamesTheNodeAndItsRedisAndMakesNoCookie(String name) {
        await().untilAsserted(() ->
                assertThat(browser.get(node(name), TomcatNode.HEALTH).body()).contains("\"redis\":\"up\""));
        Answer health = browser.get(node(name), TomcatNode.HEALTH);
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.body()).contains("\"state\":\"UP\"", "\"route\":\"" + name + "\"");
        assertThat(health.setCookies()).isEmpty();
        assertThat(browser.get(node(name), "/form" + TomcatNode.HEALTH).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void aNodeStampsItsNameOnceAndAgainAfterAFailover(String name) {
        Answer first = browser.get(node(name), "/free");
        assertThat(first.setCookie(CookieJar.ROUTE)).hasValueSatisfying(text -> assertThat(text)
                .startsWith("ROUTE=" + name + ";")
                .contains("Path=/", "HttpOnly", "SameSite=Lax"));
        assertThat(browser.get(node(name), "/static.txt").setCookies()).isEmpty();
        assertThat(browser.get(node(name), "/session/count").setCookie(CookieJar.ROUTE))
                .isEmpty();

        browser.get(other(name), "/session/count");

        assertThat(browser.cookies().value(CookieJar.ROUTE))
                .isEqualTo(other(name).name());
        assertThat(browser.get(other(name), "/session/count").setCookies()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void aRedirectAnErrorAndAPageForLoginAreStamped(String name) {
        assertStamped(name, "/way/redirect?value=v");
        assertStamped(name, "/way/error?value=v");
        assertStamped(name, "/way/exception?value=v");
        assertStamped(name, "/nowhere");
        assertStamped(name, "/form/secure/x");
    }

    private static void assertStamped(String name, String path) {
        Browser fresh = Browser.create();
        fresh.get(node(name), path);
        assertThat(fresh.cookies().value(CookieJar.ROUTE)).as(path).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void aBasicLoginIsKnownToTheOtherNode(String name) {
        browser.get(node(name), "/session/count");
        assertThat(browser.get(node(name), "/secure/x").status()).isEqualTo(401);
        assertThat(browser.get(node(name).url() + "/secure/x", "Authorization", BASIC)
                        .body())
                .isEqualTo("anna BASIC true 1");

        assertThat(browser.get(other(name), "/secure/x").body()).isEqualTo("anna BASIC true 2");
        assertThat(browser.get(node(name), "/secure/x").body()).isEqualTo("anna BASIC true 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void aFormLoginIsKnownToTheOtherNode(String name) {
        assertThat(browser.get(node(name), "/form/secure/x").body()).contains("j_security_check");
        Answer login = login(node(name));
        assertThat(login.status()).isIn(302, 303);
        assertThat(login.header("location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/form/secure/x"));

        assertThat(browser.get(other(name), "/form/secure/x").body()).isEqualTo("anna FORM true 1");
        assertThat(browser.get(node(name), "/form/secure/x").body()).isEqualTo("anna FORM true 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void aFormLoginMayBeginOnOneNodeAndEndOnTheOther(String name) {
        browser.get(node(name), "/form/secure/x");
        assertThat(login(other(name)).header("location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/form/secure/x"));

        assertThat(browser.get(node(name), "/form/secure/x").body()).isEqualTo("anna FORM true 1");
    }

    private Answer login(TomcatNode node) {
        return browser.post(node.url() + "/form/secure/j_security_check", "j_username=anna&j_password=secret");
    }

    /** The root application's cookie goes to /form as well, where nobody knows its id. */
    @Test
    void twoApplicationsOfOneHostLeaveEachOthersSessionsAlone() {
        assertThat(browser.get(a, "/session/count").body()).isEqualTo("1");
        assertThat(browser.get(a, "/form/session/peek").body()).isEqualTo("none");
        assertThat(browser.get(b, "/session/count").body()).isEqualTo("2");
        assertThat(browser.get(a, "/form/session/count").body()).isEqualTo("1");
        assertThat(browser.get(b, "/form/session/count").body()).isEqualTo("2");
        assertThat(browser.get(a, "/session/count").body()).isEqualTo("3");
        browser.get(a, "/form/session/logout");
        assertThat(browser.get(b, "/form/session/peek").body()).isEqualTo("none");
        assertThat(browser.get(b, "/session/count").body()).isEqualTo("4");
    }

    @Test
    void aWrongPasswordIsNoLogin() {
        browser.get(a, "/form/secure/x");
        browser.post(a.url() + "/form/secure/j_security_check", "j_username=anna&j_password=wrong");
        assertThat(browser.get(b, "/form/secure/x").body()).contains("j_security_check");
    }

    @Test
    void noPasswordIsInRedis() {
        browser.get(a, "/form/secure/x");
        login(a);
        browser.get(a.url() + "/secure/x", "Authorization", BASIC);
        browser.get(a.url() + "/secure/x", "Authorization", BASIC);
        try (var commands = redis.connect()) {
            assertThat(commands.list("KEYS", "*:session:*")).isNotEmpty().allSatisfy(key -> assertThat(
                            commands.list("HGETALL", key).toString())
                    .doesNotContain("secret"));
        }
    }
}
