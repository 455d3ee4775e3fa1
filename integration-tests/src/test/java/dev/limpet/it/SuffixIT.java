package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.cluster.proxy.RedisProxy;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.CookieJar;
import dev.limpet.it.harness.Nodes;

/** The session cookie's suffix names the node that has loaded the session for this client, and nobody else writes it. */
class SuffixIT {

    private static RedisServer redis;
    private static RedisProxy proxy;
    private static Nodes nodes;
    private static TomcatNode a;
    private static TomcatNode b;

    private final Browser browser = Browser.create();

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        proxy = RedisProxy.start(redis.port());
        nodes = new Nodes(redis.url());
        a = nodes.start(10, "a");
        b = nodes.start(11, "b", builder -> builder.redis(proxy.url()));
        nodes.awaitStarted();
    }

    @AfterEach
    void letEverythingPass() {
        proxy.release();
    }

    @AfterAll
    static void stop() {
        nodes.close();
        proxy.close();
        redis.close();
    }

    @Test
    void isNoPartOfTheId() {
        browser.get(a, "/session/count");
        String id = browser.cookies().sessionId();
        assertThat(browser.cookies().suffix()).isEqualTo("a");

        String returned = browser.get(b, "/session/rename").body();

        assertThat(returned).isNotEqualTo(id).doesNotContain(".");
        assertThat(browser.cookies().value(CookieJar.SESSION)).isEqualTo(returned + ".b");
        assertThat(browser.get(b, "/events").body()).contains("renamed " + id + " to " + returned);
    }

    @Test
    void isRewrittenByWhoeverTakesTheSessionOver() {
        browser.get(a, "/session/count");
        String id = browser.cookies().sessionId();

        assertThat(browser.get(b, "/session/peek").setCookie(CookieJar.SESSION)).isPresent();
        assertThat(browser.cookies().value(CookieJar.SESSION)).isEqualTo(id + ".b");
        assertThat(browser.get(b, "/session/peek").setCookie(CookieJar.SESSION)).isEmpty();
    }

    @Test
    void isLeftAloneByARequestThatLeavesTheSessionAlone() {
        browser.get(a, "/session/count");
        Answer answer = browser.get(b, TomcatNode.HEALTH);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.setCookies()).isEmpty();
        assertThat(browser.cookies().suffix()).isEqualTo("a");
    }

    @Test
    void isLeftAloneWhenRedisDoesNotAnswerTheLoad() {
        browser.get(a, "/session/count");
        proxy.holdRequests();
        assertUnknownOnB();
        proxy.release();
        await().untilAsserted(
                        () -> assertThat(browser.get(b, "/session/peek").body()).isEqualTo("1"));
        assertThat(browser.cookies().suffix()).isEqualTo("b");
    }

    @Test
    void isLeftAloneWhenRedisRefusesConnections() {
        browser.get(a, "/session/count");
        proxy.goDown();
        assertUnknownOnB();
        proxy.comeUp();
        await().untilAsserted(
                        () -> assertThat(browser.get(b, "/session/peek").body()).isEqualTo("1"));
        assertThat(browser.cookies().suffix()).isEqualTo("b");
    }

    private void assertUnknownOnB() {
        String before = browser.cookies().value(CookieJar.SESSION);
        for (String path : new String[] {"/session/peek", "/session/count", "/static.txt"}) {
            Answer answer = browser.get(b, path);
            assertThat(answer.status()).as(path).isEqualTo(503);
            assertThat(answer.header("retry-after")).as(path).isPresent();
            assertThat(answer.setCookie(CookieJar.SESSION)).as(path).isEmpty();
        }
        assertThat(browser.cookies().value(CookieJar.SESSION)).isEqualTo(before);
    }

    @Test
    void isTakenOffTheCookieOfASessionThatIsOver() {
        browser.get(a, "/session/count");
        String id = browser.cookies().sessionId();
        browser.copy().get(a, "/session/logout");

        browser.get(b, "/session/peek");

        assertThat(browser.cookies().value(CookieJar.SESSION)).isEqualTo(id);
    }
}
