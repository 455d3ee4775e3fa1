package dev.limpet.tomcat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.limpet.redis.RedisSettings;
import dev.limpet.session.codec.SerialFilter;
import dev.limpet.session.codec.SigningKeys;

/**
 * All that {@code <Valve className="dev.limpet.tomcat.RedisSingleSignOn">} says beyond Tomcat's own attributes, checked once at start. The names and ranges
 * are those of the {@code <Manager>} element.
 *
 * @param lease how long a sign-on is served from memory without news from Redis
 */
record SignOnSettings(
        RedisSettings redis, String keyPrefix, Duration lease, SerialFilter serialFilter, SigningKeys signingKeys) {

    private static final Set<String> OWN = Set.of(
            "redis",
            "redissonConfig",
            "keyPrefix",
            "storeTimeoutMillis",
            "ackReplicas",
            "leaseMillis",
            "serialFilter",
            "signingKey");
    private static final int MAX_MILLIS = 60_000;

    /**
     * @param given the attributes by name, as they stand in the XML
     * @throws IllegalArgumentException names what is wrong, and what would be right
     */
    static SignOnSettings parse(Map<String, String> given) {
        Set<String> unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(OWN);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown attribute: " + String.join(", ", unknown));
        }
        ManagerSettings.Numbers numbers = new ManagerSettings.Numbers(given);
        Duration storeTimeout = numbers.millis("storeTimeoutMillis", 10, MAX_MILLIS, 1000);
        int ackReplicas = (int) numbers.whole("ackReplicas", 0, 16, 0);
        return new SignOnSettings(
                new RedisSettings(given.get("redis"), given.get("redissonConfig"), storeTimeout, ackReplicas),
                ManagerSettings.keyPrefix(given.getOrDefault("keyPrefix", "limpet")),
                numbers.millis("leaseMillis", 0, MAX_MILLIS, 3000),
                SerialFilter.of(given.get("serialFilter")),
                SigningKeys.parse(given.get("signingKey")));
    }

    static String cookieName(String text) {
        if (text == null || !text.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
            throw ManagerSettings.wrong("cookieName", text, "a name that a cookie may have");
        }
        return text;
    }
}
