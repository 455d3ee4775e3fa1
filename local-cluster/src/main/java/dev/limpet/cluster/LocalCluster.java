package dev.limpet.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Redis, nodes and a balancer, started in this order and stopped in the reverse. Owns all of it, but not a Redis that it was
 * given by URL. {@link #start} leaves nothing behind when a part fails; {@link #close()} may be called by any thread, also
 * while the start is still going on, which then fails, and more than once.
 */
public final class LocalCluster implements AutoCloseable {
    private final Deque<AutoCloseable> owned = new ArrayDeque<>(); // Guarded by this
    private final List<TomcatNode> nodes = new ArrayList<>();
    private RedisServer redis;
    private Balancer balancer;
    private String redisUrl;
    private boolean closed; // Guarded by this

    private LocalCluster() {}

    /** An empty one; {@link #start} fills it. */
    public static LocalCluster create() {
        return new LocalCluster();
    }

    /** Creates and starts one; fails with what failed, after everything that ran has been stopped. */
    public static LocalCluster start(Plan plan) {
        LocalCluster cluster = create();
        try {
            cluster.fill(plan);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    void fill(Plan plan) {
        startRedis(plan);
        for (int number = 1; number <= plan.nodes(); number++) {
            nodes.add(startNode(plan, "node" + number));
        }
        nodes.forEach(TomcatNode::awaitStarted);
        balancer = own(plan.balancer().start(plan.port(), targets()));
    }

    private void startRedis(Plan plan) {
        redisUrl = plan.redisUrl();
        if (redisUrl == null) {
            redis = own(RedisServer.start());
            redisUrl = redis.url();
        }
    }

    private TomcatNode startNode(Plan plan, String name) {
        TomcatNode.Builder builder =
                TomcatNode.builder(plan.distribution()).name(name).redis(redisUrl);
        TomcatNode node = own(plan.customizer().apply(builder).build());
        return node.start();
    }

    private List<Balancer.Target> targets() {
        return nodes.stream().map(TomcatNode::target).toList();
    }

    private <T extends AutoCloseable> T own(T resource) {
        synchronized (this) {
            if (!closed) {
                owned.push(resource);
                return resource;
            }
        }
        closeAll(List.of(resource));
        throw new StartFailedException("The cluster was stopped while it was starting");
    }

    /** The Redis of this cluster, or nothing when it uses one that was there before. */
    public Optional<RedisServer> redis() {
        return Optional.ofNullable(redis);
    }

    public String redisUrl() {
        return redisUrl;
    }

    public List<TomcatNode> nodes() {
        return List.copyOf(nodes);
    }

    /** The node of this name, node1 and so on. */
    public TomcatNode node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no node " + name));
    }

    public Balancer balancer() {
        return balancer;
    }

    /** The nodes are told to stop together, the last first, and waited for in the same order. */
    @Override
    public void close() {
        List<AutoCloseable> last;
        synchronized (this) {
            closed = true;
            last = List.copyOf(owned);
            owned.clear();
        }
        closeAll(last);
    }

    private static void closeAll(List<AutoCloseable> resources) {
        RuntimeException failure = null;
        boolean termed = false;
        for (AutoCloseable resource : resources) {
            if (resource instanceof TomcatNode && !termed) {
                termAll(resources);
                termed = true;
            }
            try {
                resource.close();
            } catch (Exception e) {
                failure = failure == null ? new IllegalStateException("Not everything could be stopped") : failure;
                failure.addSuppressed(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static void termAll(List<AutoCloseable> resources) {
        for (AutoCloseable resource : resources) {
            if (resource instanceof TomcatNode node && node.isAlive()) {
                node.term();
            }
        }
    }

    /**
     * What to start.
     *
     * @param nodes how many, 1 or more
     * @param port the balancer's
     * @param redisUrl a Redis that is there already; null starts one
     * @param customizer last word on each node: jars, applications, properties
     */
    public record Plan(
            TomcatDistribution distribution,
            int nodes,
            int port,
            String redisUrl,
            Balancer.Starter balancer,
            UnaryOperator<TomcatNode.Builder> customizer) {
        public Plan {
            if (nodes < 1) {
                throw new IllegalArgumentException("nodes: " + nodes + ", must be 1 or more");
            }
        }

        /** Three nodes with the jar and the sample of this build behind HAProxy, or the embedded balancer without it. */
        public static Plan standard(int tomcatMajor) {
            Project project = Project.locate();
            return new Plan(
                    TomcatDistribution.ofMajor(tomcatMajor),
                    HaProxy.NODES,
                    FreePort.any(),
                    null,
                    HaProxy.isInstalled() ? HaProxy::start : EmbeddedBalancer::start,
                    node -> node.jar(project.limpetJar()).war("", project.sampleWar()));
        }

        public Plan withNodes(int count) {
            return new Plan(distribution, count, port, redisUrl, balancer, customizer);
        }

        public Plan withPort(int number) {
            return new Plan(distribution, nodes, number, redisUrl, balancer, customizer);
        }

        public Plan withRedis(String url) {
            return new Plan(distribution, nodes, port, url, balancer, customizer);
        }

        public Plan withBalancer(Balancer.Starter starter) {
            return new Plan(distribution, nodes, port, redisUrl, starter, customizer);
        }

        /** In addition to what was said before. */
        public Plan withNode(UnaryOperator<TomcatNode.Builder> more) {
            return new Plan(distribution, nodes, port, redisUrl, balancer, node -> more.apply(customizer.apply(node)));
        }
    }
}
