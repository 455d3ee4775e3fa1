package dev.limpet.tomcat;

import java.util.Objects;
import java.util.stream.Stream;

import org.apache.catalina.Context;
import org.apache.catalina.LifecycleState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.limpet.session.SessionHash;
import dev.limpet.session.SessionNode;
import dev.limpet.session.StoreUnavailableException;

/**
 * Whether there is a session, for others than the request that it belongs to; nothing is taken, nothing prolonged. With versions of an application side by side
 * (parallel deployment) the container asks each of them, to find out whom to send the request to and whether the client's cookie is of any use: the one that
 * keeps the session says yes, or else the newest, if there is such a session at all.
 */
final class Looks {

    private static final Logger log = LoggerFactory.getLogger(Looks.class);

    private final RedisSessionManager manager;

    Looks(RedisSessionManager manager) {
        this.manager = manager;
    }

    boolean see(RequestedSession asked) {
        return keeps(asked) || isNewest() && !isKeptByAnother(asked) && exists(asked.id());
    }

    /** Whether the session is at home here. For a client that was here last it is, too, when only the lease is over. */
    private boolean keeps(RequestedSession asked) {
        SessionNode node = manager.nodeIfServing();
        if (node == null) {
            return false;
        }
        boolean wasHere = manager.route().name().equals(asked.suffix());
        return node.isHome(asked.id()) || wasHere && node.keeps(asked.id());
    }

    /** The order is the container's. */
    private boolean isNewest() {
        String version = manager.getContext().getWebappVersion();
        return besides().noneMatch(other -> other.getWebappVersion().compareTo(version) > 0);
    }

    private boolean isKeptByAnother(RequestedSession asked) {
        return besides()
                .map(Context::getManager)
                .filter(RedisSessionManager.class::isInstance)
                .anyMatch(other -> new Looks((RedisSessionManager) other).keeps(asked));
    }

    /** One that is being reloaded still counts; one that starts gets no requests yet. */
    private Stream<Context> besides() {
        Context context = manager.getContext();
        return Stream.of(context.getParent().findChildren())
                .map(Context.class::cast)
                .filter(other -> other != context && Objects.equals(other.getPath(), context.getPath()))
                .filter(other -> other.getState() == LifecycleState.STARTED || other.getPaused());
    }

    /** Before a request is announced nobody could make a 503 of 'unknown': the client keeps its id, and the request finds out for itself. */
    private boolean exists(String sessionId) {
        try {
            SessionNode node = manager.node();
            return node.exists(sessionId, node.budget());
        } catch (StoreUnavailableException e) {
            if (Visits.current() != null) {
                throw e;
            }
            log.debug("{}: unknown whether there is a session {}", manager.label(), SessionHash.of(sessionId), e);
            return true;
        }
    }
}
