package dev.limpet.benchmarks.jmh;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

import dev.limpet.benchmarks.webapp.Content;
import dev.limpet.session.Awaiter;
import dev.limpet.session.Budget;
import dev.limpet.session.Copy;
import dev.limpet.session.NodeId;
import dev.limpet.session.SessionNode;
import dev.limpet.session.SessionStore;
import dev.limpet.session.SizeLimit;
import dev.limpet.session.Terms;
import dev.limpet.session.TimeSource;
import dev.limpet.session.Values;

/**
 * A request to a session that is at home here, as the protocol sees it: found, read, and (second) one attribute written. The
 * store says yes to every save at once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HomeBenchmark {
    private static final String ID = "0123456789ABCDEF0123456789ABCDEF";
    private static final Duration LONG = Duration.ofDays(1);
    private static final int HALF_AN_HOUR = 1800;

    @Param({"strings", "beans"})
    private String values;

    private Content content;
    private SessionNode node;

    @Setup
    public void prepare() {
        content = Content.named(values);
        node = new SessionNode(
                new NodeId("node1", "incarnation"),
                new Terms(LONG, LONG, LONG, Duration.ofSeconds(1), 1),
                yes(),
                new Values(Codecs.java(), Values.Unreadable.DROP, Values.MutationDetection.TOUCHED),
                SizeLimit.none(),
                TimeSource.system(),
                Awaiter.blocking());
        Copy copy = node.create(ID, System.currentTimeMillis(), HALF_AN_HOUR);
        for (int i = 0; i < Content.ATTRIBUTES; i++) {
            copy.content().put(Content.attribute(i), content.make("label"), true);
        }
        node.save(copy, node.budget());
        copy.leave();
    }

    @Benchmark
    public void read(Blackhole hole) {
        Budget budget = node.budget();
        Copy copy = node.find(ID, true, budget).copy();
        readAll(copy, hole);
        node.save(copy, budget);
        copy.leave();
    }

    @Benchmark
    public void write(Blackhole hole) {
        Budget budget = node.budget();
        Copy copy = node.find(ID, true, budget).copy();
        readAll(copy, hole);
        copy.content().put(Content.attribute(0), content.make("label"), true);
        node.save(copy, budget);
        copy.leave();
    }

    private static void readAll(Copy copy, Blackhole hole) {
        for (int i = 0; i < Content.ATTRIBUTES; i++) {
            hole.consume(copy.content().get(Content.attribute(i), true));
        }
    }

    private static SessionStore yes() {
        return (SessionStore) Proxy.newProxyInstance(
                SessionStore.class.getClassLoader(),
                new Class<?>[] {SessionStore.class},
                (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "save" -> CompletableFuture.completedFuture(new SessionStore.Applied(1));
                        case "bucketOf" -> 0;
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }
}
