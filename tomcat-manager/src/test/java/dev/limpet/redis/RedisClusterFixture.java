package dev.limpet.redis;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A Redis Cluster of three masters on loopback, each with a third of the slots. */
final class RedisClusterFixture implements AutoCloseable {

    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;

    private final List<RedisServerFixture> nodes;

    private RedisClusterFixture(List<RedisServerFixture> nodes) {
        this.nodes = nodes;
    }

    static RedisClusterFixture reserve() {
        return new RedisClusterFixture(IntStream.range(0, MASTERS)
                .mapToObj(i -> RedisServerFixture.reserve("--cluster-enabled", "yes", "--cluster-node-timeout", "2000"))
                .toList());
    }

    static RedisClusterFixture start() {
        RedisClusterFixture cluster = reserve();
        cluster.launch();
        return cluster;
    }

    void launch() {
        nodes.forEach(RedisServerFixture::launch);
        for (int i = 0; i < MASTERS; i++) {
            node(i).command(
                            "CLUSTER",
                            "ADDSLOTSRANGE",
                            String.valueOf(SLOTS * i / MASTERS),
                            String.valueOf(SLOTS * (i + 1) / MASTERS - 1));
            node(i).command("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
        }
        for (int i = 1; i < MASTERS; i++) {
            node(i).command("CLUSTER", "MEET", "127.0.0.1", String.valueOf(node(0).port()));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> nodes.stream().allMatch(RedisClusterFixture::complete));
    }

    private static boolean complete(RedisServerFixture node) {
        String info = node.command("CLUSTER", "INFO");
        return info.contains("cluster_state:ok") && info.contains("cluster_size:" + MASTERS);
    }

    RedisServerFixture node(int index) {
        return nodes.get(index);
    }

    Stream<RedisServerFixture> nodes() {
        return nodes.stream();
    }

    String url() {
        return nodes.stream().map(RedisServerFixture::url).collect(Collectors.joining(","));
    }

    /** Hands a slot that holds no keys from one master to another, as a resharding does. */
    void move(int slot, int from, int to) {
        String target = node(to).command("CLUSTER", "MYID");
        for (int i : new int[] {to, from}) {
            node(i).command("CLUSTER", "SETSLOT", String.valueOf(slot), "NODE", target);
        }
    }

    @Override
    public void close() {
        nodes.forEach(RedisServerFixture::close);
    }
}
