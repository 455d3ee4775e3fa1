package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Nodes;

/** Cookies that nobody has given out and values that cannot be stored: said clearly, and no other session suffers. */
class BadInputIT {

    private static RedisServer redis;
    private static Nodes nodes;
    private static TomcatNode a;
    private static TomcatNode b;

    private final Browser bystander = Browser.create();
    private final Browser browser = Browser.create();

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        nodes = new Nodes(redis.url());
        a = nodes.start(10, "a");
        b = nodes.start(11, "b");
        nodes.awaitStarted();
    }

    @AfterAll
    static void stop() {
        nodes.close();
        redis.close();
    }

    @BeforeEach
    void aBystanderHasASession() {
        assertThat(bystander.get(a, "/session/count").body()).isEqualTo("1");
    }

    @AfterEach
    void theBystanderHasNotSuffered() {
        assertThat(bystander.get(a, "/session/count").body()).isEqualTo("2");
        assertThat(bystander.get(b, "/session/count").body()).isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JSESSIONID=",
                "JSESSIONID=.",
                "JSESSIONID=.a",
                "JSESSIONID=id.a.b.c",
                "JSESSIONID=..",
                "JSESSIONID=../../etc/passwd",
                "JSESSIONID=a%20b%0d%0ac",
                "JSESSIONID={tag}:x.a",
                "JSESSIONID=*",
                "JSESSIONID=\"quoted.a\"",
                "JSESSIONID=\"not closed",
                "JSESSIONID=\"a\\\"b\"",
                "JSESSIONID=\u00e4\u00f6",
                "JSESSIONID=a b",
                "JSESSIONID=x; JSESSIONID=y; JSESSIONID=z.a",
                "$Version=1; JSESSIONID=\"x\"; $Path=\"/\"",
                "JSESSIONID",
                "ROUTE=\"; JSESSIONID=x",
                "ROUTE=a.b.c; ROUTE=; =; ;;"
            })
    void anOddCookieIsNoSession(String cookie) {
        for (TomcatNode node : new TomcatNode[] {a, b}) {
            Answer answer = Browser.create().get(node.url() + "/session/peek", "Cookie", cookie);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("none");
            assertThat(Browser.create()
                            .get(node.url() + "/session/count", "Cookie", cookie)
                            .body())
                    .isEqualTo("1");
        }
    }

    @Test
    void aSessionIdOfFourKilobytesIsNoSession() {
        browser.cookies().set("JSESSIONID", "x".repeat(4000) + ".a");
        assertThat(browser.get(a, "/session/peek").body()).isEqualTo("none");
        assertThat(browser.get(b, "/session/count").body()).isEqualTo("1");
        assertThat(browser.get(a, "/session/count").body()).isEqualTo("2");
    }

    @Test
    void aSessionIdOfTenKilobytesIsTooMuchForTheConnector() {
        browser.cookies().set("JSESSIONID", "x".repeat(10_000) + ".a");
        assertThat(browser.get(a, "/session/peek").status()).isEqualTo(400);
        assertThat(browser.get(b, "/session/peek").status()).isEqualTo(400);
    }

    @Test
    void aGivenIdDoesNotBecomeTheIdOfANewSession() {
        browser.cookies().set("JSESSIONID", "0123456789ABCDEF0123456789ABCDEF");
        assertThat(browser.get(a, "/session/count").body()).isEqualTo("1");
        assertThat(browser.cookies().sessionId()).isNotEqualTo("0123456789ABCDEF0123456789ABCDEF");
    }

    @Test
    void aValueThatIsNotSerializableIsRefusedAtOnce() {
        browser.get(a, "/session/count");
        assertThat(browser.get(a, "/session/plain-object").body())
                .contains("\"plain\"", "dev.limpet.it.webapp.PlainThing", "is not serializable");
        assertThat(browser.get(b, "/session/names").body()).isEqualTo("count");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void aValueThatHoldsSuchAValueFailsTheRequestAndTheLogNamesTheField(String name) {
        TomcatNode node = name.equals("a") ? a : b;
        browser.get(node, "/session/count");

        assertThat(browser.get(node, "/session/nested-object").status()).isEqualTo(500);

        assertThat(node.log())
                .contains("attribute \"basket\" cannot be stored")
                .contains("dev.limpet.it.webapp.PlainThing")
                .contains("content");
        assertThat(browser.get(node, "/session/remove?name=basket").status()).isEqualTo(200);
        assertThat(browser.get(node == a ? b : a, "/session/count").body()).isEqualTo("2");
    }
}
