package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.cluster.proxy.Hold;
import dev.limpet.cluster.proxy.RedisProxy;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Exchange;
import dev.limpet.it.harness.Nodes;
import dev.limpet.it.harness.Trips;

/**
 * While the save of a session is held back on its way to Redis, the client does not have the answer; when the save is through,
 * it has all of it and another node has the change. For every way of answering, on both Tomcats, over HTTP/1.1 and HTTP/2.
 */
class AnswerAfterSaveIT {

    private static final Duration HELD = Duration.ofMillis(150);

    private static RedisServer redis;
    private static RedisProxy proxy;
    private static Nodes nodes;
    private static Map<Integer, TomcatNode> byMajor;

    /** A way of answering: what the client sees of it, and whether bytes may leave before the change. */
    private enum Way {
        SMALL(200),
        AFTER_SMALL(200),
        CONTENT_LENGTH(200),
        BEFORE_LAST_BYTE(200, true),
        AFTER_FLUSH(200, true),
        REDIRECT(302),
        ERROR(409),
        ERROR_PAGE(409),
        EXCEPTION(500),
        FORWARD(200),
        AFTER_FORWARD(200),
        INCLUDE(200),
        SENDFILE(200),
        CLOSE(200),
        CLOSE_AT_CONTENT_LENGTH(200),
        MEGABYTE(200),
        AFTER_MEGABYTE(200, true),
        REQUEST_DESTROYED(200),
        ASYNC(200),
        ASYNC_EMPTY(200),
        ASYNC_TIMEOUT(200),
        ASYNC_DISPATCH(200),
        WRITE_LISTENER(200);

        private final int status;
        private final boolean begins;

        Way(int status) {
            this(status, false);
        }

        Way(int status, boolean begins) {
            this.status = status;
            this.begins = begins;
        }

        String path(String value) {
            return "/way/" + name().toLowerCase(Locale.ROOT).replace('_', '-') + "?value=" + value;
        }
    }

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        proxy = RedisProxy.start(redis.port());
        nodes = new Nodes(proxy.url());
        byMajor = Map.of(10, node(10), 11, node(11));
        nodes.awaitStarted();
    }

    private static TomcatNode node(int major) {
        return nodes.start(major, "tomcat" + major, builder -> builder.serverXml(Nodes.serverXmlWithHttp2())
                .contextXml(Nodes.contextXml("storeTimeoutMillis=\"20000\"")));
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

    private static Stream<Arguments> everyWay() {
        return Stream.of(10, 11).flatMap(major -> Stream.of(Version.values())
                .flatMap(version -> Stream.of(Way.values()).map(way -> Arguments.of(major, version, way))));
    }

    @ParameterizedTest(name = "Tomcat {0}, {1}, {2}")
    @MethodSource("everyWay")
    void theClientWaitsForTheSave(int major, Version version, Way way) {
        TomcatNode node = byMajor.get(major);
        Browser browser = Browser.of(version);
        assertThat(browser.get(node, "/session/count").body()).isEqualTo("1");
        Hold save = proxy.hold(Trips.saves());

        Exchange exchange = browser.begin(node, way.path("changed"));
        save.awaitArrived();
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .during(HELD)
                .until(() -> way.begins ? !exchange.isComplete() : !exchange.hasBegun());
        save.release();

        Answer answer = exchange.await();
        assertThat(answer.status()).isEqualTo(way.status);
        assertThat(answer.raw().version()).isEqualTo(version);
        assertThat(browser.get(byMajor.get(major == 10 ? 11 : 10), "/session/get?name=way")
                        .body())
                .isEqualTo("changed");
    }

    private static Stream<Arguments> everyWayThatMayBegin() {
        return everyWay().filter(arguments -> !((Way) arguments.get()[2]).begins);
    }

    /** With HTTP/2 that request is also the one that asks for it: its stream is the first. */
    @ParameterizedTest(name = "Tomcat {0}, {1}, {2}")
    @MethodSource("everyWayThatMayBegin")
    void aSessionIsThereAfterTheFirstRequestOfAConnection(int major, Version version, Way way) {
        Browser browser = Browser.of(version);

        Answer answer = browser.begin(byMajor.get(major), way.path("first")).await();
        assertThat(answer.status()).isEqualTo(way.status);
        assertThat(answer.raw().version()).isEqualTo(version);
        assertThat(browser.get(byMajor.get(major == 10 ? 11 : 10), "/session/get?name=way")
                        .body())
                .isEqualTo("first");
    }

    /** The same with a session that comes from another node. */
    @ParameterizedTest(name = "Tomcat {0}, {1}, {2}")
    @MethodSource("everyWay")
    void aChangeIsThereAfterTheFirstRequestOfAConnection(int major, Version version, Way way) {
        TomcatNode other = byMajor.get(major == 10 ? 11 : 10);
        Browser browser = Browser.of(version);
        assertThat(browser.get(other, "/session/count").body()).isEqualTo("1");

        Answer answer = browser.begin(byMajor.get(major), way.path("first")).await();
        assertThat(answer.status()).isEqualTo(way.status);
        assertThat(browser.get(other, "/session/get?name=way").body()).isEqualTo("first");
    }
}
