package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.limpet.cluster.Project;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.DigestLogin;
import dev.limpet.it.harness.Nodes;
import dev.limpet.it.harness.RedisCluster;
import dev.limpet.it.harness.TestWar;

/** One login for three webapps of two nodes, by the valve in server.xml as the README has it; Redis is a cluster of three masters. */
class SingleSignOnIT {

    private static final String COOKIE = "JSESSIONIDSSO";
    private static final String PASSWORD = "secret";
    private static final String BASIC = "Basic " + Base64.getEncoder().encodeToString(("anna:" + PASSWORD).getBytes());
    private static final List<String> WEBAPPS = List.of("", "/form", "/digest");
    /** What nodes learn of each other they learn by message. */
    private static final String LONG_LEASE = "leaseMillis=\"60000\" beatMillis=\"60000\"";

    private static final Duration A_MESSAGE = Duration.ofSeconds(30);

    private static RedisCluster redis;
    private static Nodes nodes;
    private static TomcatNode a;
    private static TomcatNode b;

    private final Browser browser = Browser.create();

    @BeforeAll
    static void start() {
        redis = RedisCluster.start();
        nodes = new Nodes(redis.url());
        a = node(10, "a");
        b = node(11, "b");
        nodes.awaitStarted();
    }

    private static TomcatNode node(int major, String name) {
        String host = "unpackWARs=\"true\" autoDeploy=\"false\">";
        String valve = "<Valve className=\"dev.limpet.tomcat.RedisSingleSignOn\" redis=\"${limpet.redis}\""
                + " leaseMillis=\"60000\"/>";
        return nodes.start(major, name, builder -> builder.serverXml(
                        Nodes.replaced(Project.locate().serverXml(), host, host + valve))
                .contextXml(Nodes.contextXml(LONG_LEASE))
                .war("/form", TestWar.withFormLogin())
                .war("/digest", TestWar.withDigestLogin()));
    }

    @AfterAll
    static void stop() {
        nodes.close();
        redis.close();
    }

    /** Logs anna in at a node, as its kind does. */
    private enum Login {
        BASIC {
            @Override
            void by(Browser browser, TomcatNode node) {
                browser.get(node.url() + "/secure/x", "Authorization", SingleSignOnIT.BASIC);
            }
        },
        DIGEST {
            @Override
            void by(Browser browser, TomcatNode node) {
                String path = "/digest/secure/x";
                Answer challenge = browser.get(node, path);
                String answer = DigestLogin.answer(challenge, path, "anna", PASSWORD);
                browser.get(node.url() + path, "Authorization", answer);
            }
        },
        FORM {
            @Override
            void by(Browser browser, TomcatNode node) {
                browser.get(node, "/form/secure/x");
                browser.post(node.url() + "/form/secure/j_security_check", "j_username=anna&j_password=" + PASSWORD);
            }
        };

        abstract void by(Browser browser, TomcatNode node);
    }

    @ParameterizedTest
    @EnumSource
    void aLoginIsKnownInAllWebappsOnBothNodes(Login login) {
        login.by(browser, a);
        for (TomcatNode node : List.of(b, a)) {
            for (String webapp : WEBAPPS) {
                assertThat(browser.get(node, webapp + "/secure/x").body()).startsWith("anna " + login + " true ");
            }
        }
        assertThat(Browser.create().get(b, "/secure/x").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource
    void aLogoutInOneWebappOnOneNodeEndsAllSessionsOnBoth(Login login) {
        login.by(browser, a);
        enterAll(browser, a);
        Browser elsewhere = browser.copy();
        enterAll(elsewhere, b);
        Browser observer = browser.copy();

        browser.get(b, "/form/session/logout");

        for (Browser with : List.of(observer, elsewhere)) {
            for (TomcatNode node : List.of(a, b)) {
                for (String webapp : WEBAPPS) {
                    await().atMost(A_MESSAGE).untilAsserted(() -> assertThat(with.copy()
                                    .get(node, webapp + "/session/peek")
                                    .body())
                            .isEqualTo("none"));
                }
                await().atMost(A_MESSAGE).untilAsserted(() -> assertThat(
                                with.copy().get(node, "/secure/x").status())
                        .isEqualTo(401));
            }
        }
    }

    @Test
    void aLoginOutlivesTheNodeThatTookIt() {
        TomcatNode third = node(10, "third").awaitStarted();
        Map<Login, Browser> browsers = new EnumMap<>(Login.class);
        for (Login login : Login.values()) {
            browsers.put(login, Browser.create());
            login.by(browsers.get(login), third);
            enterAll(browsers.get(login), third);
        }
        third.kill();

        browsers.values().forEach(each -> enterAll(each, b));
        third.start().awaitStarted();
        browsers.values().forEach(each -> enterAll(each, third));
        assertThat(browsers.values())
                .allSatisfy(each ->
                        assertThat(each.get(b, "/digest/session/count").body()).isEqualTo("4"));
        third.kill();
    }

    /** Asks for what only somebody who is logged in may see, and leaves something in each session. */
    private static void enterAll(Browser browser, TomcatNode node) {
        for (String webapp : WEBAPPS) {
            assertThat(browser.get(node, webapp + "/secure/x").body()).startsWith("anna ");
            assertThat(browser.get(node, webapp + "/session/count").body()).containsOnlyDigits();
        }
    }

    @Test
    void everyKeyHasAnEndAndNoneHasAPassword() {
        Stream.of(Login.values()).forEach(login -> login.by(Browser.create(), a));
        Login.FORM.by(browser, a);
        enterAll(browser, b);
        assertThat(browser.cookies().value(COOKIE)).isNotNull();

        assertThat(redis.masters().map(master -> master.command("EVAL", KEYS_WITHOUT_END, "0")))
                .containsOnly("");
        String everything = String.join(
                "\n",
                redis.masters()
                        .map(master -> master.command("EVAL", EVERYTHING, "0"))
                        .toList());
        assertThat(everything)
                .contains(":signon:" + browser.cookies().value(COOKIE))
                .contains("anna")
                .doesNotContain(PASSWORD)
                .doesNotContain(BASIC.substring("Basic ".length()));
    }

    private static final String KEYS_WITHOUT_END =
            """
            local all = ''
            for _, key in ipairs(redis.call('KEYS', '*')) do
              if redis.call('PTTL', key) < 0 then all = all .. key .. ' ' end
            end
            return all
            """;

    private static final String EVERYTHING =
            """
            local readers = {hash = 'HGETALL', set = 'SMEMBERS'}
            local all = ''
            for _, key in ipairs(redis.call('KEYS', '*')) do
              local reader = readers[redis.call('TYPE', key).ok]
              all = all .. key .. ' ' .. (reader and table.concat(redis.call(reader, key), ' ') or '') .. '\\n'
            end
            return all
            """;
}
