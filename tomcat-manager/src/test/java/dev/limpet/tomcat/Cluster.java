package dev.limpet.tomcat;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import jakarta.servlet.Servlet;

import org.apache.catalina.LifecycleException;

import dev.limpet.redis.RedisServerFixture;

/** Two nodes, a and b, over one real Redis, that run errands. */
final class Cluster implements AutoCloseable {

    /** No beat, no touch and no end of a lease comes between what a test counts. */
    static final Map<String, String> STILL =
            Map.of("beatMillis", "60000", "leaseMillis", "60000", "touchIntervalSeconds", "600");

    /** A machine with other things to do is no failure. */
    private static final String PATIENT = "10000";

    private final RedisServerFixture redis = RedisServerFixture.start();
    private final EmbeddedNode a;
    private final EmbeddedNode b;

    private Cluster(Map<String, String> ofA, Map<String, String> ofB, Consumer<EmbeddedNode> setup) throws Exception {
        redis.learnScripts();
        a = node("a", ofA, setup);
        b = node("b", ofB, setup);
        await().atMost(Duration.ofMinutes(1)).until(() -> isUp(a) && isUp(b));
    }

    static Cluster start(Map<String, String> attributes) throws Exception {
        return start(attributes, attributes, node -> {});
    }

    /** @param setup what else a node needs before it starts */
    static Cluster start(Map<String, String> attributes, Consumer<EmbeddedNode> setup) throws Exception {
        return start(attributes, attributes, setup);
    }

    static Cluster start(Map<String, String> ofA, Map<String, String> ofB, Consumer<EmbeddedNode> setup)
            throws Exception {
        return new Cluster(ofA, ofB, setup);
    }

    private EmbeddedNode node(String route, Map<String, String> attributes, Consumer<EmbeddedNode> setup)
            throws Exception {
        EmbeddedNode node = new EmbeddedNode(route, withRedis(attributes), errands());
        setup.accept(node);
        return node.start();
    }

    /** The attributes of a manager whose sessions are in this cluster's Redis. */
    Map<String, String> withRedis(Map<String, String> attributes) {
        Map<String, String> all = new HashMap<>(attributes);
        all.put("redis", redis.url());
        all.putIfAbsent("storeTimeoutMillis", PATIENT);
        return all;
    }

    static Map<String, Servlet> errands() {
        return Map.of(ErrandServlet.PATH, new ErrandServlet());
    }

    private static boolean isUp(EmbeddedNode node) {
        return node.manager().getRedisState().equals("UP");
    }

    EmbeddedNode a() {
        return a;
    }

    EmbeddedNode b() {
        return b;
    }

    RedisServerFixture redis() {
        return redis;
    }

    /** How many scripts the nodes have sent to Redis until now. */
    long trips() {
        return redis.calls("evalsha") + redis.calls("eval");
    }

    @Override
    public void close() throws LifecycleException {
        a.close();
        b.close();
        redis.close();
    }
}
