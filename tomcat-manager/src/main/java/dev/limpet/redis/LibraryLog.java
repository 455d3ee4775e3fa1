package dev.limpet.redis;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Redisson reports at INFO each pool that it fills and each attempt to connect. In the jar that carries it under a name
 * of ours, where nobody but us uses it, its logger starts at WARNING, unless logging.properties says otherwise.
 */
final class LibraryLog {

    /** Held here, because the log manager holds loggers weakly. */
    private static final Logger REDISSON = Logger.getLogger(RedissonYaml.ACTUAL_PACKAGE.replaceFirst("\\.$", ""));

    private LibraryLog() {}

    static void quieten() {
        if (RedissonYaml.relocated() && REDISSON.getLevel() == null) {
            REDISSON.setLevel(Level.WARNING);
        }
    }
}
