package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Nodes;

/** The worst of balancers: each request goes to the other node than the one before. */
@ParameterizedClass(name = "Tomcat {0}")
@ValueSource(ints = {10, 11})
class AlternatingNodesIT {

    private static final int TIMES = 200;

    private static RedisServer redis;
    private static Nodes nodes;
    private static TomcatNode a;
    private static TomcatNode b;

    private final Browser browser = Browser.create();

    AlternatingNodesIT(int major) {
        assertThat(a.log()).contains("Apache Tomcat/" + major + ".");
    }

    @BeforeParameterizedClassInvocation
    static void start(int major) {
        redis = RedisServer.start();
        nodes = new Nodes(redis.url());
        a = nodes.start(major, "a");
        b = nodes.start(major, "b");
        nodes.awaitStarted();
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        nodes.close();
        redis.close();
    }

    private static TomcatNode node(int number) {
        return number % 2 == 0 ? a : b;
    }

    @Test
    void noIncrementIsLostWithTheCookiesOfABrowser() {
        for (int i = 1; i <= TIMES; i++) {
            assertThat(browser.get(node(i), "/session/count").body()).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void noIncrementIsLostWhenTheSuffixIsCutOff() {
        for (int i = 1; i <= TIMES; i++) {
            assertThat(browser.get(node(i), "/session/count").body()).isEqualTo(Integer.toString(i));
            browser.cookies().cutSuffix();
        }
    }

    @Test
    void noIncrementIsLostWhenEachNodeIsAskedTwice() {
        for (int i = 1; i <= TIMES; i++) {
            assertThat(browser.get(node(i / 2), "/session/count").body()).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void aListThatIsChangedInPlaceGrowsOnBothNodes() {
        for (int i = 1; i <= TIMES; i++) {
            String all = IntStream.rangeClosed(1, i).mapToObj(Integer::toString).collect(Collectors.joining(","));
            assertThat(browser.get(node(i), "/session/list?add=" + i).body()).isEqualTo(all);
        }
    }

    @Test
    void aRemovedAttributeIsGoneOnTheOtherNode() {
        browser.get(a, "/session/several?value=v");
        assertThat(browser.get(b, "/session/names").body()).isEqualTo("several1,several2,several3,several4");
        browser.get(b, "/session/remove?name=several2");
        assertThat(browser.get(a, "/session/names").body()).isEqualTo("several1,several3,several4");
    }

    @Test
    void anAttributeOfAMegabyteGoesAlong() {
        browser.get(a, "/session/set?name=big&size=1000000");
        assertThat(browser.get(b, "/session/length?name=big").body()).isEqualTo("1000000");
    }
}
