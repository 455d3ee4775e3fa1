package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Nodes;

/** The worst of balancers: each request goes to the other node than the one before. Two nodes of each Tomcat. */
class AlternatingNodesIT {

    private static final int TIMES = 200;

    private static RedisServer redis;
    private static Nodes nodes;
    private static Map<Integer, List<TomcatNode>> pairs;

    private final Browser browser = Browser.create();

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        nodes = new Nodes(redis.url());
        pairs = Map.of(10, pair(10), 11, pair(11));
        nodes.awaitStarted();
    }

    private static List<TomcatNode> pair(int major) {
        return List.of(nodes.start(major, "a" + major), nodes.start(major, "b" + major));
    }

    @AfterAll
    static void stop() {
        nodes.close();
        redis.close();
    }

    private static TomcatNode node(int major, int number) {
        return pairs.get(major).get(number % 2);
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void noIncrementIsLostWithTheCookiesOfABrowser(int major) {
        for (int i = 1; i <= TIMES; i++) {
            assertThat(browser.get(node(major, i), "/session/count").body()).isEqualTo(Integer.toString(i));
        }
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void noIncrementIsLostWhenTheSuffixIsCutOff(int major) {
        for (int i = 1; i <= TIMES; i++) {
            assertThat(browser.get(node(major, i), "/session/count").body()).isEqualTo(Integer.toString(i));
            browser.cookies().cutSuffix();
        }
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void noIncrementIsLostWhenEachNodeIsAskedTwice(int major) {
        for (int i = 1; i <= TIMES; i++) {
            assertThat(browser.get(node(major, i / 2), "/session/count").body()).isEqualTo(Integer.toString(i));
        }
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void aListThatIsChangedInPlaceGrowsOnBothNodes(int major) {
        for (int i = 1; i <= TIMES; i++) {
            String all = IntStream.rangeClosed(1, i).mapToObj(Integer::toString).collect(Collectors.joining(","));
            assertThat(browser.get(node(major, i), "/session/list?add=" + i).body())
                    .isEqualTo(all);
        }
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void aRemovedAttributeIsGoneOnTheOtherNode(int major) {
        TomcatNode a = node(major, 0);
        TomcatNode b = node(major, 1);
        browser.get(a, "/session/several?value=v");
        assertThat(browser.get(b, "/session/names").body()).isEqualTo("several1,several2,several3,several4");
        browser.get(b, "/session/remove?name=several2");
        assertThat(browser.get(a, "/session/names").body()).isEqualTo("several1,several3,several4");
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void anAttributeOfAMegabyteGoesAlong(int major) {
        TomcatNode a = node(major, 0);
        TomcatNode b = node(major, 1);
        browser.get(a, "/session/set?name=big&size=1000000");
        assertThat(browser.get(b, "/session/length?name=big").body()).isEqualTo("1000000");
    }
}
