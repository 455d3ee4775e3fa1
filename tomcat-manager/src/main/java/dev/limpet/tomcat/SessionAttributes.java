package dev.limpet.tomcat;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;

import dev.limpet.session.SessionContent;

/**
 * The attributes of a session as Tomcat's own session class expects them: a map. Behind it stands the copy's content, which decodes on demand and knows what
 * has changed. Attributes that the configuration excludes from distribution stay in this node's memory only.
 */
final class SessionAttributes extends AbstractMap<String, Object> implements ConcurrentMap<String, Object> {

    /** Whether an attribute is kept from distribution. */
    @FunctionalInterface
    interface Exclusion {
        boolean excludes(String name, Object value);
    }

    private final SessionContent content;
    private final BooleanSupplier fenced;
    private final Exclusion exclusion;
    private final Map<String, Object> localOnly = new ConcurrentHashMap<>();

    /** @param fenced whether the request that is running now came with a cookie that names this node */
    SessionAttributes(SessionContent content, BooleanSupplier fenced, Exclusion exclusion) {
        this.content = content;
        this.fenced = fenced;
        this.exclusion = exclusion;
    }

    @Override
    public Object get(Object name) {
        Object value = localOnly.isEmpty() ? null : localOnly.get(name);
        return value != null ? value : content.get((String) name, fenced.getAsBoolean());
    }

    @Override
    public Object put(String name, Object value) {
        if (exclusion.excludes(name, value)) {
            Object distributed = content.remove(name, fenced.getAsBoolean());
            Object local = localOnly.put(name, value);
            return local != null ? local : distributed;
        }
        Object local = localOnly.isEmpty() ? null : localOnly.remove(name);
        Object distributed = content.put(name, value, fenced.getAsBoolean());
        return local != null ? local : distributed;
    }

    @Override
    public Object remove(Object name) {
        Object local = localOnly.isEmpty() ? null : localOnly.remove(name);
        return local != null ? local : content.remove((String) name, fenced.getAsBoolean());
    }

    @Override
    public boolean containsKey(Object name) {
        return keySet().contains(name);
    }

    /** The names as they are now. */
    @Override
    public Set<String> keySet() {
        Set<String> names = new HashSet<>(content.names());
        names.addAll(localOnly.keySet());
        return names;
    }

    @Override
    public int size() {
        return keySet().size();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        Set<String> names = keySet();
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, Object>> iterator() {
                return names.stream()
                        .<Entry<String, Object>>map(name -> new SimpleImmutableEntry<>(name, get(name)))
                        .iterator();
            }

            @Override
            public int size() {
                return names.size();
            }
        };
    }

    @Override
    public void clear() {
        keySet().forEach(this::remove);
    }

    @Override
    public synchronized Object putIfAbsent(String name, Object value) {
        Object present = get(name);
        return present != null ? present : put(name, value);
    }

    @Override
    public synchronized boolean remove(Object name, Object value) {
        boolean same = value != null && Objects.equals(get(name), value);
        if (same) {
            remove(name);
        }
        return same;
    }

    @Override
    public synchronized boolean replace(String name, Object former, Object value) {
        boolean same = former != null && Objects.equals(get(name), former);
        if (same) {
            put(name, value);
        }
        return same;
    }

    @Override
    public synchronized Object replace(String name, Object value) {
        return get(name) == null ? null : put(name, value);
    }
}
