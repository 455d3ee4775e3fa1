package dev.limpet.it.harness;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.cluster.proxy.Hold;
import dev.limpet.cluster.proxy.RedisProxy;
import dev.limpet.redis.SessionScripts;

/** A node of each Tomcat, each with a way to Redis of its own. Used by the test's thread. */
public final class Pair implements AutoCloseable {

    private static final int[] MAJORS = {10, 11};

    private final RedisServer redis = RedisServer.start();
    private final Nodes nodes = new Nodes(redis.url());
    private final List<Member> members;

    private record Member(int major, TomcatNode node, RedisProxy proxy) {}

    /** @param attributes for the manager of both: {@code name="value"}, as in XML */
    public Pair(String attributes) {
        this(builder -> builder.contextXml(Nodes.contextXml(attributes)));
    }

    /** @param setup of both */
    public Pair(UnaryOperator<TomcatNode.Builder> setup) {
        SessionScripts.sources().forEach(source -> redis.command("SCRIPT", "LOAD", source));
        members = Stream.of(MAJORS[0], MAJORS[1])
                .map(major -> member(major, setup))
                .toList();
        nodes.awaitStarted();
    }

    private Member member(int major, UnaryOperator<TomcatNode.Builder> setup) {
        RedisProxy proxy = RedisProxy.start(redis.port());
        TomcatNode node = nodes.start(major, "tomcat" + major, builder -> setup.apply(builder.redis(proxy.url())));
        return new Member(major, node, proxy);
    }

    public List<TomcatNode> nodes() {
        return members.stream().map(Member::node).toList();
    }

    public RedisServer redis() {
        return redis;
    }

    private Member member(int major) {
        return members.stream()
                .filter(member -> member.major() == major)
                .findFirst()
                .orElseThrow();
    }

    public TomcatNode node(int major) {
        return member(major).node();
    }

    public TomcatNode other(int major) {
        return node(otherMajor(major));
    }

    private static int otherMajor(int major) {
        return MAJORS[0] + MAJORS[1] - major;
    }

    /** The way of that node to Redis. */
    public RedisProxy proxy(int major) {
        return member(major).proxy();
    }

    public RedisProxy otherProxy(int major) {
        return proxy(otherMajor(major));
    }

    /** From now on, until the proxy releases everything, the node hears no message. */
    public void loseMessages(int major) {
        Hold subscriptions = proxy(major).hold(Pair::isSubscription);
        proxy(major).cutSubscribers();
        subscriptions.awaitArrived();
    }

    private static boolean isSubscription(List<String> words) {
        return words.get(0).toLowerCase(Locale.ROOT).endsWith("subscribe");
    }

    /** Thaws what is frozen, lets go what is held. */
    public void heal() {
        members.stream().map(Member::node).filter(TomcatNode::isFrozen).forEach(TomcatNode::thaw);
        members.forEach(member -> member.proxy().release());
    }

    @Override
    public void close() {
        heal();
        nodes.close();
        members.forEach(member -> member.proxy().close());
        redis.close();
    }
}
