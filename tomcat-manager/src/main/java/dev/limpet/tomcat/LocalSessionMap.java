package dev.limpet.tomcat;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.apache.catalina.Session;

import dev.limpet.session.Copy;

/** The sessions in this node's memory, for Tomcat's management operations. Who puts or removes here changes nothing: the protocol owns the copies. */
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
        return manager.isServing() ? manager.node().localSessions() : 0;
    }

    @Override
    public Set<Entry<String, Session>> entrySet() {
        Map<String, Session> sessions = new LinkedHashMap<>();
        if (manager.isServing()) {
            manager.node().currents().forEach(copy -> sessions.put(copy.id(), manager.sessionOf(copy)));
        }
        return sessions.entrySet();
    }
}
