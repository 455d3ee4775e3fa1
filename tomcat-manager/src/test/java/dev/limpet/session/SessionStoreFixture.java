package dev.limpet.session;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.limpet.session.SessionStore.Beat;
import dev.limpet.session.SessionStore.Change;
import dev.limpet.session.SessionStore.Drop;
import dev.limpet.session.SessionStore.Found;
import dev.limpet.session.SessionStore.Known;
import dev.limpet.session.SessionStore.Load;
import dev.limpet.session.SessionStore.Loaded;
import dev.limpet.session.SessionStore.Outcome;
import dev.limpet.session.SessionStore.Save;

/** A store with one session in it, and what the contract says about it in short words. */
public abstract class SessionStoreFixture {

    static final long INFINITE = SessionStore.INFINITE;

    protected final NodeId a = new NodeId("a", UUID.randomUUID().toString());
    protected final NodeId b = new NodeId("b", UUID.randomUUID().toString());
    final String id = "S" + UUID.randomUUID().toString().replace("-", "");
    long number;

    protected abstract SessionStore store();

    /** Lets the store's clock go on. */
    protected abstract void pass(Duration time) throws InterruptedException;

    Outcome create(String... namesAndValues) {
        return create(1800, namesAndValues);
    }

    void createShortLived() {
        create(1, "x", "1");
    }

    Outcome create(int maxInactive, String... namesAndValues) {
        Map<String, Change> changes = new HashMap<>();
        changes.put("p:maxInactive", new Change(Integer.toString(maxInactive).getBytes(), false));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            changes.putAll(change(namesAndValues[i], namesAndValues[i + 1]));
        }
        return get(store().save(new Save(id, "birth", 0, false, a, ++number, true, changes, 42)));
    }

    /** The common one, which tells no use. */
    Save save(NodeId node, long epoch, Map<String, Change> changes) {
        return save(node, epoch, changes, false);
    }

    Save save(NodeId node, long epoch, Map<String, Change> changes, boolean tellsUse) {
        return new Save(id, "birth", epoch, false, node, ++number, tellsUse, changes, -1);
    }

    static Map<String, Change> change(String name, String value) {
        return Map.of("a:" + name, new Change(value.getBytes(), false));
    }

    static Map<String, Change> removal(String name, boolean fenced) {
        return Map.of("a:" + name, new Change(null, fenced));
    }

    Loaded load(NodeId node, Known known) {
        return (Loaded) found(node, known);
    }

    Found found(NodeId node, Known known) {
        return get(store().load(new Load(id, node, known, -1, true)));
    }

    List<Drop> dropsOf(NodeId node) {
        int bucket = store().bucketOf(id);
        return get(store().beat(new Beat(node, Set.of(bucket), Map.of())))
                .drops()
                .get(bucket);
    }

    String idInSameBucket() {
        String candidate;
        do {
            candidate = "N" + UUID.randomUUID().toString().replace("-", "");
        } while (store().bucketOf(candidate) != store().bucketOf(id));
        return candidate;
    }

    static Map<String, String> texts(Loaded loaded) {
        Map<String, String> texts = new HashMap<>();
        loaded.fields().forEach((field, bytes) -> texts.put(field, new String(bytes)));
        return texts;
    }

    static <T> T get(CompletableFuture<T> answer) {
        try {
            return answer.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
