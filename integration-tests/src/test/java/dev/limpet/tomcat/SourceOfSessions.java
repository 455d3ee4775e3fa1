package dev.limpet.tomcat;

import java.util.Map;
import java.util.UUID;

import dev.limpet.redis.RedisClient;
import dev.limpet.redis.RedisClients;
import dev.limpet.redis.RedisSessionStore;
import dev.limpet.session.Awaiter;
import dev.limpet.session.Copy;
import dev.limpet.session.NodeId;
import dev.limpet.session.SessionNode;
import dev.limpet.session.SizeLimit;
import dev.limpet.session.Terms;
import dev.limpet.session.TimeSource;
import dev.limpet.session.Values;

/** A node without a Tomcat, which makes sessions of the root context as any other node does, only faster, and never beats: as if it had died since. Any thread. */
public final class SourceOfSessions implements AutoCloseable {

    private static final String ROOT_CONTEXT = "localhost:";

    private final RedisClient client;
    private final SessionNode node;

    public SourceOfSessions(String redisUrl, long touchIntervalSeconds) {
        ManagerSettings settings = ManagerSettings.parse(
                Map.of(
                        "redis",
                        redisUrl,
                        "storeTimeoutMillis",
                        "60000",
                        "touchIntervalSeconds",
                        Long.toString(touchIntervalSeconds)),
                "source");
        Terms terms = settings.terms();
        client = RedisClients.ofThisJvm().acquire(settings.redis());
        RedisSessionStore store = new RedisSessionStore(
                client, settings.keyPrefix(), ROOT_CONTEXT, ROOT_CONTEXT, terms.touchInterval(), terms.beat());
        Values values = new Values(
                Codecs.of(settings, SourceOfSessions.class::getClassLoader).application(),
                settings.unreadable(),
                settings.mutationDetection());
        NodeId id = new NodeId(settings.route().name(), UUID.randomUUID().toString());
        node = new SessionNode(id, terms, store, values, SizeLimit.none(), TimeSource.system(), Awaiter.blocking());
    }

    /** @return the id of a new session, which is in Redis */
    public String make(int maxInactiveSeconds, String attribute, Object value) {
        String id = UUID.randomUUID().toString().replace("-", "");
        Copy copy = node.create(id, System.currentTimeMillis(), maxInactiveSeconds);
        copy.content().put(attribute, value, false);
        node.save(copy, node.budget());
        copy.leave();
        return id;
    }

    @Override
    public void close() {
        client.close();
    }
}
