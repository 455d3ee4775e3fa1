package dev.limpet.tomcat;

import java.time.Instant;
import java.util.OptionalInt;

import org.apache.catalina.Engine;

import dev.limpet.filter.AffinityStamp;
import dev.limpet.filter.DrainSwitch;
import dev.limpet.filter.HealthEndpoint;
import dev.limpet.filter.NodeStatus;

/** What a balancer sees of this node through one context: the affinity cookie, health, drain. Owns the agent check from start to stop. */
final class NodeFront implements AutoCloseable {

    private final AffinityStamp affinity;
    private final HealthEndpoint health;
    private final DrainEndpoint drainEndpoint;
    private final AgentCheck agentCheck;
    private final SessionEngine sessions;
    private final Instant since = Instant.now();

    /** @throws IllegalArgumentException the agent check's port is not free */
    NodeFront(ManagerSettings settings, Engine engine, SessionEngine sessions, String label) {
        this.sessions = sessions;
        DrainSwitch drainSwitch = NodeDrain.of(engine);
        this.affinity = new AffinityStamp(settings.affinity(), settings.route(), drainSwitch, new CookieHeaderBytes());
        this.health = new HealthEndpoint(settings.affinity(), settings.route(), drainSwitch, this::status);
        this.drainEndpoint =
                new DrainEndpoint(settings.affinity().healthPath(), settings.drainToken(), drainSwitch, label);
        this.agentCheck = settings.agentPort() == 0
                ? null
                : AgentCheck.open(settings.agentPort(), drainSwitch, () -> RequestThreads.freePercent(engine));
    }

    AffinityStamp affinity() {
        return affinity;
    }

    HealthEndpoint health() {
        return health;
    }

    DrainEndpoint drainEndpoint() {
        return drainEndpoint;
    }

    /** From what is known already; Redis is not asked. */
    private NodeStatus status() {
        NodeStatus.Redis redis =
                switch (sessions.health().state()) {
                    case UP -> NodeStatus.Redis.UP;
                    case DOWN -> NodeStatus.Redis.DOWN;
                    case UNKNOWN -> NodeStatus.Redis.UNKNOWN;
                };
        return new NodeStatus(
                NodeStatus.State.UP, redis, OptionalInt.of(sessions.node().localSessions()), since);
    }

    @Override
    public void close() {
        if (agentCheck != null) {
            agentCheck.close();
        }
    }
}
