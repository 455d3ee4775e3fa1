package dev.limpet.redis;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The connections of this JVM, one set a configuration, counted: the contexts of a Tomcat share them, the last to
 * release shuts them down. Called from the threads that start and stop contexts. Waits for Redis in neither case.
 */
public final class RedisClients {

    private static final RedisClients THIS_JVM = new RedisClients();

    // Guarded by this.
    private final Map<Key, Counted> inUse = new HashMap<>();

    RedisClients() {}

    public static RedisClients ofThisJvm() {
        return THIS_JVM;
    }

    /**
     * A handle of the caller's own, to be closed by it.
     *
     * @throws IllegalArgumentException if the URL or the file of the settings is of no use; an unreachable Redis is not
     *     that
     */
    public RedisClient acquire(RedisSettings settings) {
        String yaml = settings.redissonConfig() == null ? null : RedissonYaml.read(settings.redissonConfig());
        Key key = new Key(settings.redis(), yaml, settings.storeTimeout(), settings.ackReplicas());
        synchronized (this) {
            Counted counted = inUse.get(key);
            if (counted == null) {
                counted = new Counted(new SharedRedis(settings, RedissonConfigs.of(settings, yaml)));
                inUse.put(key, counted);
            }
            counted.users++;
            return new RedisClient(counted.redis, () -> release(key));
        }
    }

    private void release(Key key) {
        SharedRedis unused = null;
        synchronized (this) {
            Counted counted = inUse.get(key);
            if (--counted.users == 0) {
                inUse.remove(key);
                unused = counted.redis;
            }
        }
        if (unused != null) {
            unused.close();
        }
    }

    /** With the file's content, not its path: after a change of the file a context that starts gets what it says now. */
    private record Key(String redis, String yaml, Duration storeTimeout, int ackReplicas) {}

    private static final class Counted {

        private final SharedRedis redis;
        private int users;

        private Counted(SharedRedis redis) {
            this.redis = redis;
        }
    }
}
