package dev.limpet.it.harness;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.limpet.cluster.FreePort;
import dev.limpet.cluster.RedisServer;

/** A real Redis Cluster of three masters, each with a third of the slots. Used by the test's thread. */
public final class RedisCluster implements AutoCloseable {

    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<RedisServer> masters = new ArrayList<>();

    private RedisCluster() {}

    public static RedisCluster start() {
        RedisCluster cluster = new RedisCluster();
        try {
            cluster.launch();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void launch() {
        for (int i = 0; i < MASTERS; i++) {
            String bus = Integer.toString(FreePort.any());
            RedisServer master = RedisServer.start("--cluster-enabled", "yes", "--cluster-port", bus);
            masters.add(master);
            String firstSlot = Integer.toString(SLOTS * i / MASTERS);
            master.command("CLUSTER", "ADDSLOTSRANGE", firstSlot, Integer.toString(SLOTS * (i + 1) / MASTERS - 1));
            master.command("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
            masters.get(0).command("CLUSTER", "MEET", "127.0.0.1", Integer.toString(master.port()), bus);
        }
        await().atMost(PATIENCE).until(() -> masters.stream().allMatch(RedisCluster::isComplete));
    }

    private static boolean isComplete(RedisServer master) {
        String info = master.command("CLUSTER", "INFO");
        return info.contains("cluster_state:ok") && info.contains("cluster_size:" + MASTERS);
    }

    public String url() {
        return masters.stream().map(RedisServer::url).collect(Collectors.joining(","));
    }

    public Stream<RedisServer> masters() {
        return masters.stream();
    }

    @Override
    public void close() {
        masters.forEach(RedisServer::close);
    }
}
