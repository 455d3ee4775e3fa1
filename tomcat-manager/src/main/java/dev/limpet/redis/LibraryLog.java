package dev.limpet.redis;

import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Redisson reports at INFO each pool that it fills and each attempt to connect. In the jar that carries it under a name
 * of ours, where nobody but us uses it, its logger starts at WARNING, unless logging.properties says otherwise.
 */
final class LibraryLog {

    /** Held here, because the log manager holds loggers weakly. */
    private static final Logger REDISSON =
            asServer(() -> Logger.getLogger(RedissonYaml.ACTUAL_PACKAGE.replaceFirst("\\.$", "")));

    private LibraryLog() {}

    static void quieten() {
        if (RedissonYaml.relocated() && REDISSON.getLevel() == null) {
            REDISSON.setLevel(Level.WARNING);
        }
    }

    /**
     * Tomcat's log manager gives a logger to the application whose class loader the asking thread has, and takes its handlers away when that application is
     * stopped. A logger that serves all applications has to be asked for without one.
     */
    static <T> T asServer(Supplier<T> logger) {
        Thread thread = Thread.currentThread();
        ClassLoader own = thread.getContextClassLoader();
        thread.setContextClassLoader(LibraryLog.class.getClassLoader());
        try {
            return logger.get();
        } finally {
            thread.setContextClassLoader(own);
        }
    }
}
