package dev.limpet.redis;

import java.time.Duration;

/**
 * Where Redis is and how long to wait for it, as the administrator wrote it. Exactly one of {@code redis} (URLs) and
 * {@code redissonConfig} (path of a Redisson YAML file) is given; blank counts as not given.
 *
 * @param storeTimeout how long one script may take; the XML attribute counts in milliseconds
 * @param ackReplicas how many replicas must confirm an acknowledged write; 0: none
 * @throws IllegalArgumentException naming attribute, value (its password masked) and range
 */
public record RedisSettings(String redis, String redissonConfig, Duration storeTimeout, int ackReplicas) {

    private static final long MIN_TIMEOUT_MILLIS = 10;
    private static final long MAX_TIMEOUT_MILLIS = 60_000;
    private static final int MAX_ACK_REPLICAS = 16;

    public RedisSettings {
        redis = blankToNull(redis);
        redissonConfig = blankToNull(redissonConfig);
        if (redis == null && redissonConfig == null) {
            throw new IllegalArgumentException(
                    "redis and redissonConfig are both missing: set redis=\"redis://host:port\", or redissonConfig to the path of a Redisson YAML file");
        }
        if (redis != null && redissonConfig != null) {
            throw new IllegalArgumentException("redis (" + RedisUrl.masked(redis) + ") and redissonConfig ("
                    + redissonConfig + ") are both set: keep one of them");
        }
        if (redis != null) {
            RedisUrl.parse(redis);
        }
        requireRange("storeTimeoutMillis", storeTimeout.toMillis(), MIN_TIMEOUT_MILLIS, MAX_TIMEOUT_MILLIS);
        requireRange("ackReplicas", ackReplicas, 0, MAX_ACK_REPLICAS);
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static void requireRange(String attribute, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(attribute + "=\"" + value + "\" is not in " + min + ".." + max);
        }
    }

    /** Where Redis is, fit for a log: topology and nodes without credentials, or the path of the YAML file. */
    public String where() {
        return redis == null ? redissonConfig : RedisUrl.parse(redis).toString();
    }

    @Override
    public String toString() {
        return "RedisSettings[" + where() + ", storeTimeout=" + storeTimeout + ", ackReplicas=" + ackReplicas + "]";
    }
}
