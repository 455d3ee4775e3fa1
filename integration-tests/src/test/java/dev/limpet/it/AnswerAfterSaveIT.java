package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
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
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.ManyConnections;
import dev.limpet.it.harness.Nodes;
import dev.limpet.it.harness.Trips;
import dev.limpet.it.harness.Wire;
import dev.limpet.it.harness.Wires;

/**
 * While the saves of sessions are held back on their way to Redis, the clients do not have their answers; when the saves are
 * through, they have all of them and another node has the changes. For every way of answering, on both Tomcats, over HTTP/1.1,
 * HTTP/2 and AJP, packed by Tomcat or not, all ways at the same time.
 */
class AnswerAfterSaveIT {

    private static final Duration HELD = Duration.ofMillis(500);

    private static RedisServer redis;
    private static RedisProxy proxy;
    private static Nodes nodes;
    private static Wires wires;
    private static Map<Integer, TomcatNode> byMajor;

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        proxy = RedisProxy.start(redis.port());
        nodes = new Nodes(proxy.url());
        wires = new Wires();
        byMajor = Map.of(10, node(10), 11, node(11));
        nodes.awaitStarted();
    }

    private static TomcatNode node(int major) {
        String context = Wires.forwardingWrapped(ManyConnections.contextXml("storeTimeoutMillis=\"20000\""));
        String name = "tomcat" + major;
        return nodes.start(major, name, node -> wires.open(name, node).contextXml(context));
    }

    @AfterEach
    void letEverythingPass() {
        proxy.release();
    }

    @AfterAll
    static void stop() {
        wires.close();
        nodes.close();
        proxy.close();
        redis.close();
    }

    private static TomcatNode other(int major) {
        return byMajor.get(major == 10 ? 11 : 10);
    }

    private static Stream<Arguments> everyWire() {
        return Stream.of(10, 11).flatMap(major -> Stream.of(Wire.values()).map(wire -> Arguments.of(major, wire)));
    }

    @ParameterizedTest(name = "Tomcat {0}, {1}")
    @MethodSource("everyWire")
    void theClientWaitsForTheSave(int major, Wire wire) {
        String url = wires.url(wire, byMajor.get(major));
        Crowd crowd = new Crowd(Answering.over(wire), wire::browser);
        wire.browser().get(url + "/free");
        crowd.get(url + "/session/count")
                .forEach(answer -> assertThat(answer.body()).isEqualTo("1"));

        changeWaitsForTheSave(crowd, wire, url);
        crowd.assertChanged(other(major), "changed");
    }

    private static void changeWaitsForTheSave(Crowd crowd, Wire wire, String url) {
        Hold saves = proxy.hold(Trips.saves());
        crowd.change(url, "changed");
        saves.awaitArrived(crowd.size());
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .during(HELD)
                .untilAsserted(() -> assertThat(crowd.early()).isEmpty());
        saves.release();
        crowd.awaitEnd();
        crowd.assertAnswered(wire);
    }

    private static Stream<Arguments> everyWireOfABrowser() {
        return everyWire()
                .filter(arguments ->
                        arguments.get()[1] == Wire.HTTP_1 || arguments.get()[1] == Wire.HTTP_2);
    }

    /** With HTTP/2 that request is also the one that asks for it: its stream is the first. */
    @ParameterizedTest(name = "Tomcat {0}, {1}")
    @MethodSource("everyWireOfABrowser")
    void theFirstRequestOfAConnectionMakesASession(int major, Wire wire) {
        TomcatNode node = byMajor.get(major);
        Crowd crowd = new Crowd(Answering.atFirst(wire), () -> Browser.unconnected(wire.version()));

        changeWaitsForTheSave(crowd, wire, wires.url(wire, node));
        crowd.assertChanged(other(major), "changed");
    }

    /** The same with a session that comes from another node. */
    @ParameterizedTest(name = "Tomcat {0}, {1}")
    @MethodSource("everyWireOfABrowser")
    void theFirstRequestOfAConnectionChangesASession(int major, Wire wire) {
        TomcatNode node = byMajor.get(major);
        Crowd crowd = new Crowd(Answering.atFirst(wire), () -> Browser.unconnected(wire.version()));
        crowd.get(other(major), "/session/count");

        changeWaitsForTheSave(crowd, wire, wires.url(wire, node));
        crowd.assertChanged(other(major), "changed");
    }
}
