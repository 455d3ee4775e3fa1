package dev.limpet.tomcat;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.apache.catalina.Session;

import dev.limpet.session.Copy;

/**
 * The sessions that this node has in memory and nobody has taken from it, for Tomcat's management operations and {@code maxActiveSessions}. Who puts or removes here changes nothing: the
 * protocol owns the copies. A copy that another node has taken is not among them: how long its session has been idle, or whether it has ended, is known there.
 */
final class LocalSessionMap extends AbstractMap<String, Session> {

    private final RedisSessionManager manager;

    LocalSessionMap(RedisSessionManager manager) {
        this.manager = manager;
    }

    @Override
    public Session get(Object id) {
        Copy copy = manager.isServing() ? manager.node().peek((String) id) : null;
        return copy == null ? null : manager.sessionOf(copy);
    }

    @Override
    public Session put(String id, Session session) {
        return null;
    }

    @Override
    public Session remove(Object id) {
        return null;
    }

    @Override
    public int size() {
        return manager.isServing() ? manager.node().kept().size() : 0;
    }

    @Override
    public Set<Entry<String, Session>> entrySet() {
        Map<String, Session> sessions = new LinkedHashMap<>();
        if (manager.isServing()) {
            manager.node().kept().forEach(copy -> sessions.put(copy.id(), manager.sessionOf(copy)));
        }
        return sessions.entrySet();
    }
}
