package dev.limpet.tomcat;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import org.apache.catalina.Context;

import dev.limpet.redis.RedisClient;
import dev.limpet.redis.RedisClients;
import dev.limpet.redis.RedisSessionStore;
import dev.limpet.session.Awaiter;
import dev.limpet.session.Housekeeper;
import dev.limpet.session.NodeId;
import dev.limpet.session.SessionNode;
import dev.limpet.session.SizeLimit;
import dev.limpet.session.StoreHealth;
import dev.limpet.session.Terms;
import dev.limpet.session.TimeSource;
import dev.limpet.session.Values;

/** A second housekeeper for a node's webapp, which ends sessions without a minute of quiet before. Its listeners are the node's. */
final class Sweeper implements AutoCloseable {

    private static final Duration BEAT = Duration.ofMillis(50);

    private final RedisClient client;
    private final ScheduledThreadPoolExecutor background = new ScheduledThreadPoolExecutor(2);

    /** @param attributes of the node's manager */
    Sweeper(EmbeddedNode node, Map<String, String> attributes) {
        this(node.route(), node.context(), attributes);
    }

    Sweeper(String route, Context context, Map<String, String> attributes) {
        RedisSessionManager manager = (RedisSessionManager) context.getManager();
        ContextNames names = ContextNames.of(context);
        ManagerSettings settings = ManagerSettings.parse(attributes, "sweeper-of-" + route);
        Terms given = settings.terms();
        Terms terms = new Terms(
                given.lease(),
                BEAT,
                given.touchInterval(),
                given.storeTimeout(),
                Duration.ZERO,
                given.claim(),
                given.maxLocalSessions());
        client = RedisClients.ofThisJvm().acquire(settings.redis());
        RedisSessionStore store = new RedisSessionStore(
                client, settings.keyPrefix(), names.application(), names.deployment(), terms.touchInterval(), BEAT);
        NodeId id = new NodeId(settings.route().name(), UUID.randomUUID().toString());
        Values values = new Values(manager.codecs().application(), settings.unreadable(), settings.mutationDetection());
        SessionNode hurried =
                new SessionNode(id, terms, store, values, SizeLimit.none(), TimeSource.system(), Awaiter.blocking());
        new Housekeeper(
                        hurried,
                        store,
                        Awaiter.blocking(),
                        new StoreHealth("sweeper"),
                        "sweeper",
                        copy -> manager.sessionOf(copy).expireClaimed())
                .start(background);
    }

    @Override
    public void close() {
        background.shutdownNow();
        client.close();
    }
}
