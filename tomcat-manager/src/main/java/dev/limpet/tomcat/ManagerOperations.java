package dev.limpet.tomcat;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.limpet.session.StoreHealth;

/** What an operator sees of a node and does with it, over JMX: {@code mbeans-descriptors.xml} has the same. On threads of JMX. */
public abstract class ManagerOperations extends ManagerAttributes {

    private static final Logger log = LoggerFactory.getLogger(ManagerOperations.class);

    /** @throws dev.limpet.session.StoreUnavailableException the context is being stopped */
    abstract SessionsOfUsers users();

    abstract StoreHealth.State redisState();

    /** Null before the first start. */
    abstract String routeName();

    /** Names the context in logs. */
    abstract String label();

    /** The user's sessions on all nodes, by the short hashes that also stand in the logs. */
    public String[] listSessionsOfUser(String user) {
        return users().list(user).toArray(String[]::new);
    }

    /** Ends all sessions of the user, for all nodes at once. @return how many there were */
    public int endSessionsOfUser(String user) {
        return users().end(user);
    }

    /** From now on the balancer is told to send no new clients, and clients are let go to other nodes; everything is served. */
    public void drain() {
        if (NodeDrain.of(getEngine()).drain()) {
            log.info("{}: drains", label());
        }
    }

    /** Takes part again. */
    public void undrain() {
        if (NodeDrain.of(getEngine()).resume()) {
            log.info("{}: takes part again", label());
        }
    }

    public boolean isDraining() {
        return NodeDrain.of(getEngine()).isDraining();
    }

    /** As the beats see it: UP, DOWN or UNKNOWN. */
    public String getRedisState() {
        return redisState().name();
    }

    /** The node's name. */
    public String getRouteName() {
        return routeName();
    }
}
