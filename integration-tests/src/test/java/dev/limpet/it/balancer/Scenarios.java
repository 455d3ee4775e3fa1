package dev.limpet.it.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.limpet.cluster.InstalledBalancer;
import dev.limpet.cluster.TomcatNode;

/** What is done to a cluster while visitors are there. All return when the visitors have left. */
public final class Scenarios {

    private static final long PAUSE_MILLIS = 100;
    private static final Duration LEAVE = Duration.ofSeconds(90);

    private Scenarios() {}

    /**
     * @param visitors at a time, each with a tenth of a second between an answer and the next request
     * @param rounds how often each node is restarted, or how many crashes there are
     */
    public record Load(int visitors, int rounds) {}

    /** Each node in turn is stopped by SIGTERM and started again. */
    static Tally rolling(Cluster cluster, InstalledBalancer balancer, Load load) {
        return rolling(cluster, balancer, load, node -> {});
    }

    /** The same; something is done to a node while it is stopped. */
    static Tally rolling(Cluster cluster, InstalledBalancer balancer, Load load, Consumer<TomcatNode> whileStopped) {
        return under(load, balancer, "rolling restart behind " + balancer.description(), tally -> {
            for (int round = 0; round < load.rounds(); round++) {
                for (TomcatNode node : cluster.nodes()) {
                    awaitMore(tally, load.visitors());
                    node.term();
                    node.awaitStopped();
                    whileStopped.accept(node);
                    node.start().awaitStarted();
                    cluster.awaitReached(balancer, node);
                }
            }
            awaitMore(tally, load.visitors());
        });
    }

    /** A random one of the nodes that have visitors is killed, started again, and after a while it happens again. */
    static Tally crashes(Cluster cluster, InstalledBalancer balancer, Load load, Duration between) {
        return under(load, balancer, "crashes behind " + balancer.description(), tally -> {
            for (int round = 0; round < load.rounds(); round++) {
                long begin = System.nanoTime();
                awaitMore(tally, load.visitors());
                await().atMost(between.multipliedBy(2)).until(() -> System.nanoTime() - begin >= between.toNanos());
                TomcatNode victim = victim(cluster, tally.homes());
                long killed = System.nanoTime();
                victim.kill();
                tally.away(new Tally.Absence(victim.name(), killed, System.nanoTime()));
                victim.start().awaitStarted();
                cluster.awaitReached(balancer, victim);
            }
            awaitMore(tally, load.visitors());
        });
    }

    /** httpd may have given all of few visitors to one node: it makes up for what a busy or absent one missed. */
    private static TomcatNode victim(Cluster cluster, Set<String> homes) {
        List<String> names = List.copyOf(homes);
        return cluster.node(names.get(ThreadLocalRandom.current().nextInt(names.size())));
    }

    /** Until every visitor can have asked a few times. */
    public static void awaitMore(Tally tally, int visitors) {
        long before = tally.requests();
        await().atMost(Cluster.LONG).until(() -> tally.requests() > before + 5L * visitors);
    }

    private static Tally under(Load load, InstalledBalancer balancer, String name, Consumer<Tally> events) {
        return under(load, Entrance.of(balancer), name, events);
    }

    /** Whatever is done to the nodes while visitors come in by that entrance. */
    public static Tally under(Load load, Entrance entrance, String name, Consumer<Tally> events) {
        Tally tally = new Tally(name);
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(load.visitors());
        try {
            for (int i = 0; i < load.visitors(); i++) {
                Visitor visitor = new Visitor(entrance, tally, threads, PAUSE_MILLIS);
                threads.schedule(visitor::visit, i * PAUSE_MILLIS / load.visitors(), TimeUnit.MILLISECONDS);
            }
            events.accept(tally);
        } finally {
            threads.shutdown();
            assertThat(threads).as("visitors leave").matches(pool -> terminates(pool, LEAVE));
        }
        return tally;
    }

    private static boolean terminates(ScheduledExecutorService threads, Duration patience) {
        try {
            return threads.awaitTermination(patience.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
