package dev.limpet.tomcat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.PatternSyntaxException;

import org.apache.catalina.session.ManagerBase;

/**
 * The attributes of the {@code <Manager>} element: setters that only collect. They take text, so that no wrong value is lost on the way; all are read once
 * at start.
 */
public abstract class ManagerAttributes extends ManagerBase {

    private final Map<String, String> given = new LinkedHashMap<>();
    /** Null: nothing was. Not made here, because the constructor of the class above may set an attribute. */
    private Map<String, IllegalArgumentException> wrong;

    /** What was set, by name. */
    final Map<String, String> given() {
        return Map.copyOf(given);
    }

    /** @throws IllegalArgumentException names one of Tomcat's own attributes that was set wrongly: Tomcat would go on without it */
    final void refuseWrong() {
        if (wrong != null && !wrong.isEmpty()) {
            throw wrong.values().iterator().next();
        }
    }

    @Override
    public void setSessionAttributeNameFilter(String regex) {
        setPattern("sessionAttributeNameFilter", regex, super::setSessionAttributeNameFilter);
    }

    @Override
    public void setSessionAttributeValueClassNameFilter(String regex) {
        setPattern("sessionAttributeValueClassNameFilter", regex, super::setSessionAttributeValueClassNameFilter);
    }

    private void setPattern(String name, String regex, Consumer<String> setter) {
        if (wrong == null) {
            wrong = new LinkedHashMap<>();
        }
        try {
            setter.accept(regex);
            wrong.remove(name);
        } catch (PatternSyntaxException e) {
            wrong.put(name, ManagerSettings.wrong(name, regex, "a regular expression: " + e.getDescription()));
        }
    }

    /** Any attribute that has no setter of its own: an unknown one stops the start. Called by Tomcat's digester. */
    public boolean setProperty(String name, String value) {
        given.put(name, value);
        return true;
    }

    /** One Redis URL ({@code redis://host:6379}, {@code rediss://} for TLS), several with commas for a cluster, or {@code redis-sentinel://host:port,host:port/db#master}. */
    public void setRedis(String text) {
        given.put("redis", text);
    }

    /** The path of a Redisson YAML file, instead of {@code redis}. */
    public void setRedissonConfig(String text) {
        given.put("redissonConfig", text);
    }

    /** Before every key in Redis; {@code limpet}. */
    public void setKeyPrefix(String text) {
        given.put("keyPrefix", text);
    }

    /** What one request may wait for Redis, milliseconds, 10 to 60000; 1000. */
    public void setStoreTimeoutMillis(String text) {
        given.put("storeTimeoutMillis", text);
    }

    /** How many replicas must have a write before it counts as saved; 0. */
    public void setAckReplicas(String text) {
        given.put("ackReplicas", text);
    }

    /** This node's name, where the Engine has no jvmRoute; {@code [A-Za-z0-9_-]{1,64}}. */
    public void setRoute(String text) {
        given.put("route", text);
    }

    /** The cookie that the balancer honours; {@code ROUTE}; empty: none. */
    public void setAffinityCookie(String text) {
        given.put("affinityCookie", text);
    }

    /** Its value, {@code %s} stands for the route; {@code %s}. */
    public void setAffinityValue(String text) {
        given.put("affinityValue", text);
    }

    /** {@code always}, or {@code session}: only clients that have one. */
    public void setStampWhen(String text) {
        given.put("stampWhen", text);
    }

    /** {@code Lax}, {@code Strict} or {@code None}; {@code Lax}. */
    public void setAffinitySameSite(String text) {
        given.put("affinitySameSite", text);
    }

    /** Whether the affinity cookie is {@code Partitioned}; {@code false}. */
    public void setAffinityPartitioned(String text) {
        given.put("affinityPartitioned", text);
    }

    /** How long clients keep the affinity cookie, seconds; 0: as long as the browser runs. */
    public void setAffinityMaxAgeSeconds(String text) {
        given.put("affinityMaxAgeSeconds", text);
    }

    /** Where the balancer asks for this node's health; {@code /_limpet/health}; empty: nowhere. */
    public void setHealthPath(String text) {
        given.put("healthPath", text);
    }

    /** What the health endpoint answers while the node drains, 503 or 404; 503. */
    public void setDrainStatus(String text) {
        given.put("drainStatus", text);
    }

    /** How long a use of a session may go untold, seconds, from 1; 10. */
    public void setTouchIntervalSeconds(String text) {
        given.put("touchIntervalSeconds", text);
    }

    /** How long a copy in memory is served without news from Redis, milliseconds, 0 to 60000; 3000; 0: every request asks Redis. */
    public void setLeaseMillis(String text) {
        given.put("leaseMillis", text);
    }

    /** The time between two beats, milliseconds, 50 to 60000; 1000. */
    public void setBeatMillis(String text) {
        given.put("beatMillis", text);
    }

    /** How many sessions are kept in memory, from 1; 50000. */
    public void setMaxLocalSessions(String text) {
        given.put("maxLocalSessions", text);
    }

    /** {@code touched}: values that the application had in its hands are compared at the end; {@code off}: only what was set is saved. */
    public void setMutationDetection(String text) {
        given.put("mutationDetection", text);
    }

    /** {@code java}, or the class of a Redisson codec; {@code java}. */
    public void setCodec(String text) {
        given.put("codec", text);
    }

    /** A JEP 290 pattern for what may be deserialised; limits hold in any case. */
    public void setSerialFilter(String text) {
        given.put("serialFilter", text);
    }

    /** Keys with commas, at least 16 bytes each: the first signs, all verify. */
    public void setSigningKey(String text) {
        given.put("signingKey", text);
    }

    /** {@code drop}: the attribute is left out; {@code fail}: the request fails. */
    public void setUnreadableAttribute(String text) {
        given.put("unreadableAttribute", text);
    }

    /** How many bytes the attributes of a session may have; 0: no limit. */
    public void setMaxSessionBytes(String text) {
        given.put("maxSessionBytes", text);
    }

    /** {@code reject} or {@code warn}. */
    public void setOversize(String text) {
        given.put("oversize", text);
    }

    /** Whether logins survive their node; {@code true}. */
    public void setPersistAuthentication(String text) {
        given.put("persistAuthentication", text);
    }

    /** Bytes of a session id, 16 to 64; 16. */
    public void setSessionIdLength(String text) {
        given.put("sessionIdLength", text);
    }

    /** How many sessions may be at home on this node before new ones are refused; -1: any number. */
    public void setMaxActiveSessions(String text) {
        given.put("maxActiveSessions", text);
    }

    /** What a caller from another machine has to show to drain this node, at least 16 characters; without: only local callers may. */
    public void setDrainToken(String text) {
        given.put("drainToken", text);
    }

    /** The port on which HAProxy's agent check is answered, 1 to 65535; without: none. */
    public void setAgentPort(String text) {
        given.put("agentPort", text);
    }
}
