package dev.limpet.it.history;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.cluster.proxy.RedisProxy;
import dev.limpet.it.harness.Nodes;

/** Three nodes, each with a way to Redis of its own. */
final class Testbed implements AutoCloseable {

    static final Duration LEASE = Duration.ofMillis(1500);

    private final RedisServer redis = RedisServer.start();
    private final Nodes nodes = new Nodes(redis.url());
    private final List<Member> members =
            IntStream.rangeClosed(1, 3).mapToObj(this::member).toList();

    /** A node and its way to Redis. */
    record Member(TomcatNode node, RedisProxy proxy) {}

    Testbed() {
        nodes.awaitStarted();
    }

    private Member member(int number) {
        RedisProxy proxy = RedisProxy.start(redis.port());
        String attributes = "leaseMillis=\"" + LEASE.toMillis() + "\" beatMillis=\"500\"";
        TomcatNode node = nodes.start(number % 2 == 0 ? 10 : 11, "n" + number, builder -> builder.redis(proxy.url())
                .contextXml(Nodes.contextXml(attributes)));
        return new Member(node, proxy);
    }

    List<Member> members() {
        return members;
    }

    List<TomcatNode> nodes() {
        return members.stream().map(Member::node).toList();
    }

    @Override
    public void close() {
        nodes.close();
        members.forEach(member -> member.proxy().close());
        redis.close();
    }
}
