package dev.limpet.tomcat;

import java.util.List;

import dev.limpet.session.Copy;
import dev.limpet.session.SessionHash;
import dev.limpet.session.SessionNode;

/** Finds and ends the sessions of a user through the index that the scripts keep. Any thread; each step has a time budget of its own. */
final class SessionsOfUsers implements UserSessions {

    private final RedisSessionManager manager;
    private final SessionNode node;

    SessionsOfUsers(RedisSessionManager manager, SessionNode node) {
        this.manager = manager;
        this.node = node;
    }

    @Override
    public List<String> list(String user) {
        return node.sessionsOf(user, node.budget()).stream()
                .map(SessionHash::of)
                .toList();
    }

    @Override
    public int end(String user) {
        int ended = 0;
        for (String id : node.sessionsOf(user, node.budget())) {
            ended += end(id, user) ? 1 : 0;
        }
        return ended;
    }

    private boolean end(String id, String user) {
        Copy copy = node.find(id, false, node.budget()).copy();
        if (copy == null) {
            return false;
        }
        try {
            LimpetSession session = manager.sessionOf(copy);
            boolean his = session.getPrincipal() != null
                    && user.equals(session.getPrincipal().getName());
            if (his) {
                session.expire(true);
            }
            return his;
        } finally {
            copy.leave();
        }
    }
}
