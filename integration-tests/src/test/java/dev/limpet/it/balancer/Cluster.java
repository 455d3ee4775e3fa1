package dev.limpet.it.balancer;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.limpet.cluster.Balancer;
import dev.limpet.cluster.Balancer.Target;
import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.cluster.proxy.RedisProxy;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.CookieJar;
import dev.limpet.it.harness.Nodes;
import dev.limpet.it.harness.TestWar;

/**
 * Redis and the nodes node1 to node3, two of Tomcat 10 and one of 11. Each carries the test's application three times: as the
 * repository's files have it, under {@code /dotted} with {@code .node1} as the cookie's value, under {@code /silent} with no
 * cookie but the session's.
 */
final class Cluster implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(120);
    static final String DOTTED = "/dotted";
    static final String SILENT = "/silent";

    /** On a machine that is busy with everything else too, Redis may be late without being down. */
    private static final String PATIENT = "storeTimeoutMillis=\"10000\"";

    private static final int IN_A_ROW = 3;
    private static final int DRAIN_SECONDS = 5;

    private final RedisServer redis = RedisServer.start();
    private final RedisProxy proxy = RedisProxy.start(redis.port());
    private final Nodes nodes = new Nodes(proxy.url());
    private final List<TomcatNode> all = new ArrayList<>();

    private Cluster() {}

    /** Nodes that drain for two seconds and do not wait long for connections that nobody uses. */
    static Cluster hasty() {
        return start(node -> node.drainSeconds(2).jvmOption("-Dnode.stop.millis=1000"));
    }

    /** Nodes that stop as the repository's server.xml has it. */
    static Cluster asDelivered() {
        return start(node -> node.drainSeconds(DRAIN_SECONDS));
    }

    private static Cluster start(UnaryOperator<TomcatNode.Builder> stopping) {
        Cluster cluster = new Cluster();
        try {
            Path dotted = war("affinityValue=\".%s\"");
            Path silent = war("affinityCookie=\"\"");
            for (int number = 1; number <= 3; number++) {
                cluster.all.add(cluster.nodes.start(number == 2 ? 11 : 10, "node" + number, node -> stopping.apply(node)
                        .contextXml(Nodes.contextXml(PATIENT))
                        .war(DOTTED, dotted)
                        .war(SILENT, silent)));
            }
            cluster.nodes.awaitStarted();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static Path war(String attributes) {
        return TestWar.withManager("redis=\"${limpet.redis}\" drainStatus=\"404\" " + PATIENT + " " + attributes);
    }

    List<TomcatNode> nodes() {
        return List.copyOf(all);
    }

    TomcatNode node(String name) {
        return all.stream().filter(node -> node.name().equals(name)).findFirst().orElseThrow();
    }

    List<Target> targets() {
        return all.stream().map(TomcatNode::target).toList();
    }

    RedisProxy proxy() {
        return proxy;
    }

    /** Waits until each node runs and gets the requests that carry its name. */
    void awaitSettled(Balancer balancer) {
        all.forEach(node -> awaitReached(balancer, node));
    }

    /** Waits until the balancer sends the requests that carry this node's name there, several times in a row. */
    void awaitReached(Balancer balancer, TomcatNode node) {
        int[] reached = {0};
        await().atMost(LONG)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    reached[0] = isReached(balancer, node) ? reached[0] + 1 : 0;
                    return reached[0] >= IN_A_ROW;
                });
    }

    private static boolean isReached(Balancer balancer, TomcatNode node) {
        Browser browser = Browser.create();
        browser.cookies().set(CookieJar.ROUTE, node.name());
        try {
            Answer answer = browser.get(balancer.url() + "/served?plain");
            return answer.status() == 200 && answer.body().startsWith(node.name());
        } catch (java.io.UncheckedIOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        nodes.close();
        proxy.close();
        redis.close();
    }
}
