package dev.limpet.cluster.proxy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** What all connections of a proxy share: gates, holds, counts, and the list of the connections. Safe for all threads. */
final class Traffic {
    private final Gate requests = new Gate(true);
    private final Gate replies = new Gate(true);
    private final List<Hold> holds = new CopyOnWriteArrayList<>();
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    Gate requests() {
        return requests;
    }

    Gate replies() {
        return replies;
    }

    Hold hold(Predicate<List<String>> wanted, boolean ofReplies) {
        Hold hold = new Hold(wanted, ofReplies);
        holds.add(hold);
        return hold;
    }

    List<Hold> holdsFor(RespCommand command) {
        return holds.stream().filter(hold -> hold.wants(command)).toList();
    }

    void release() {
        requests.open();
        replies.open();
        holds.forEach(Hold::release);
        holds.clear();
    }

    void count(RespCommand command) {
        counts.merge(command.name(), 1L, Long::sum);
    }

    Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    void resetCounts() {
        counts.clear();
    }

    void came(Connection connection) {
        connections.add(connection);
    }

    /** Its threads may wait at a gate: they are to find out. */
    void gone(Connection connection) {
        connections.remove(connection);
        requests.reconsider();
        replies.reconsider();
        holds.forEach(hold -> hold.gate().reconsider());
    }

    void cut(Predicate<Connection> which) {
        connections.stream().filter(which).forEach(Connection::cut);
    }
}
