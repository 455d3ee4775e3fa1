package dev.limpet.tomcat;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.limpet.filter.AffinitySettings;
import dev.limpet.filter.Route;
import dev.limpet.redis.RedisSettings;
import dev.limpet.redis.RedissonFormat;
import dev.limpet.session.SizeLimit;
import dev.limpet.session.Terms;
import dev.limpet.session.Values;
import dev.limpet.session.codec.NamedFormat;
import dev.limpet.session.codec.SerialFilter;
import dev.limpet.session.codec.SigningKeys;

/**
 * All that the {@code <Manager>} element says, checked once at start. A wrong value or an unknown name stops the start with a message that names attribute,
 * value and range.
 */
record ManagerSettings(
        RedisSettings redis,
        String keyPrefix,
        Route route,
        AffinitySettings affinity,
        Terms terms,
        SizeLimit sizeLimit,
        Values.Unreadable unreadable,
        Values.MutationDetection mutationDetection,
        String codec,
        SerialFilter serialFilter,
        SigningKeys signingKeys,
        boolean persistAuthentication,
        int sessionIdLength,
        int maxActiveSessions,
        String drainToken,
        int agentPort) {

    private static final Set<String> OWN = Set.of(
            "redis",
            "redissonConfig",
            "keyPrefix",
            "storeTimeoutMillis",
            "ackReplicas",
            "route",
            "touchIntervalSeconds",
            "leaseMillis",
            "beatMillis",
            "maxLocalSessions",
            "mutationDetection",
            "codec",
            "serialFilter",
            "signingKey",
            "unreadableAttribute",
            "maxSessionBytes",
            "oversize",
            "persistAuthentication",
            "sessionIdLength",
            "maxActiveSessions",
            "drainToken",
            "agentPort");

    private static final int MAX_SECONDS = 86_400;
    private static final int MAX_MILLIS = 60_000;
    private static final int MIN_TOKEN = 16;

    /**
     * @param given the attributes by name, as they stand in the XML
     * @param jvmRoute of the Engine, or null
     * @throws IllegalArgumentException names what is wrong, and what would be right
     */
    static ManagerSettings parse(Map<String, String> given, String jvmRoute) {
        refuseUnknown(given.keySet());
        Numbers numbers = new Numbers(given);
        Duration storeTimeout = numbers.millis("storeTimeoutMillis", 10, MAX_MILLIS, 1000);
        RedisSettings redis = new RedisSettings(given.get("redis"), given.get("redissonConfig"), storeTimeout, (int)
                numbers.whole("ackReplicas", 0, 16, 0));
        Terms terms = new Terms(
                numbers.millis("leaseMillis", 0, MAX_MILLIS, 3000),
                numbers.millis("beatMillis", 50, MAX_MILLIS, 1000),
                Duration.ofSeconds(numbers.whole("touchIntervalSeconds", 1, MAX_SECONDS, 10)),
                storeTimeout,
                (int) numbers.whole("maxLocalSessions", 1, Integer.MAX_VALUE, 50_000));
        SizeLimit limit = new SizeLimit(
                numbers.whole("maxSessionBytes", 0, Integer.MAX_VALUE, 0),
                choice(given, "oversize", SizeLimit.Oversize.class, SizeLimit.Oversize.REJECT));
        return new ManagerSettings(
                redis,
                keyPrefix(given.getOrDefault("keyPrefix", "limpet")),
                route(jvmRoute, given.get("route")),
                AffinitySettings.parse(given::get),
                terms,
                limit,
                choice(given, "unreadableAttribute", Values.Unreadable.class, Values.Unreadable.DROP),
                choice(given, "mutationDetection", Values.MutationDetection.class, Values.MutationDetection.TOUCHED),
                codec(given.getOrDefault("codec", NamedFormat.JAVA), given.get("serialFilter")),
                SerialFilter.of(given.get("serialFilter")),
                SigningKeys.parse(given.get("signingKey")),
                truth(given, "persistAuthentication", true),
                (int) numbers.whole("sessionIdLength", 16, 64, 16),
                (int) numbers.whole("maxActiveSessions", -1, Integer.MAX_VALUE, -1),
                token(given.get("drainToken")),
                (int) numbers.whole("agentPort", 1, 65_535, 0));
    }

    ManagerSettings with(UnaryOperator<Terms> times) {
        return new ManagerSettings(
                redis,
                keyPrefix,
                route,
                affinity,
                times.apply(terms),
                sizeLimit,
                unreadable,
                mutationDetection,
                codec,
                serialFilter,
                signingKeys,
                persistAuthentication,
                sessionIdLength,
                maxActiveSessions,
                drainToken,
                agentPort);
    }

    private static void refuseUnknown(Set<String> names) {
        Set<String> unknown = new LinkedHashSet<>(names);
        unknown.removeAll(OWN);
        unknown.removeAll(AffinitySettings.NAMES);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown attribute of <Manager>: " + String.join(", ", unknown));
        }
    }

    static String keyPrefix(String text) {
        if (!text.matches("[A-Za-z0-9_.:-]{1,64}")) {
            throw wrong("keyPrefix", text, "1 to 64 of A-Z a-z 0-9 _ . : -");
        }
        return text;
    }

    /** The name that values are stored under; of two names for the JDK's serialisation ours. */
    private static String codec(String text, String serialFilter) {
        String name = text.strip();
        if (name.equals(NamedFormat.JAVA) || RedissonFormat.isJavaSerialisation(name)) {
            return NamedFormat.JAVA;
        }
        if (!name.matches("[A-Za-z_][\\w$]*(\\.[A-Za-z_][\\w$]*)+")) {
            throw wrong("codec", text, "java or the class of a Redisson codec, such as org.redisson.codec.Kryo5Codec");
        }
        if (serialFilter != null && !serialFilter.isBlank()) {
            throw new IllegalArgumentException("serialFilter=\"" + serialFilter + "\" with codec=\"" + text
                    + "\": only Java serialisation asks a filter; leave one of the two out, and protect the stored values"
                    + " with signingKey");
        }
        return name;
    }

    private static String token(String text) {
        if (text != null && text.length() < MIN_TOKEN) {
            throw new IllegalArgumentException("drainToken: must have at least " + MIN_TOKEN + " characters");
        }
        return text;
    }

    private static Route route(String jvmRoute, String attribute) {
        String name = jvmRoute != null && !jvmRoute.isBlank() ? jvmRoute : attribute;
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException(
                    "this node has no name: set jvmRoute on <Engine> in server.xml"
                            + " (<Engine name=\"Catalina\" defaultHost=\"localhost\" jvmRoute=\"node1\">), or route on <Manager>");
        }
        return new Route(name);
    }

    private static <E extends Enum<E>> E choice(Map<String, String> given, String name, Class<E> type, E otherwise) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        for (E value : type.getEnumConstants()) {
            if (value.name().equals(text.toUpperCase(Locale.ROOT))) {
                return value;
            }
        }
        StringBuilder range = new StringBuilder();
        for (E value : type.getEnumConstants()) {
            range.append(range.isEmpty() ? "" : " or ").append(value.name().toLowerCase(Locale.ROOT));
        }
        throw wrong(name, text, range.toString());
    }

    private static boolean truth(Map<String, String> given, String name, boolean otherwise) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.equals("true") && !text.equals("false")) {
            throw wrong(name, text, "true or false");
        }
        return Boolean.parseBoolean(text);
    }

    static IllegalArgumentException wrong(String name, String value, String range) {
        return new IllegalArgumentException(name + "=\"" + value + "\": must be " + range);
    }

    /** Reads whole numbers. */
    record Numbers(Map<String, String> given) {

        long whole(String name, long min, long max, long otherwise) {
            String text = given.get(name);
            if (text == null) {
                return otherwise;
            }
            try {
                long value = Long.parseLong(text.trim());
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw wrong(name, text, "a whole number from " + min + " to " + max);
            }
            throw wrong(name, text, "a whole number from " + min + " to " + max);
        }

        Duration millis(String name, long min, long max, long otherwise) {
            return Duration.ofMillis(whole(name, min, max, otherwise));
        }
    }
}
