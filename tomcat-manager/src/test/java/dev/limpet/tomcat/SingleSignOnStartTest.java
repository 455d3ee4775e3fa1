package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardEngine;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.IntrospectionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong attribute of the valve stops the start and is named. */
class SingleSignOnStartTest {

    /** Nobody listens there: Redis need not be there at the start. */
    private static final String NOWHERE = "redis://127.0.0.1:1";

    private final RedisSingleSignOn valve = new RedisSingleSignOn();

    private String refusal() {
        try {
            valve.start();
            valve.stop();
            return "none";
        } catch (LifecycleException e) {
            Throwable cause = e;
            while (cause.getCause() instanceof LifecycleException) {
                cause = cause.getCause();
            }
            return cause.getMessage();
        }
    }

    private void onAHost() {
        StandardHost host = new StandardHost();
        host.setName("localhost");
        valve.setContainer(host);
    }

    @Test
    void startsWithoutRedisBeingThere() {
        onAHost();
        valve.setProperty("redis", NOWHERE);
        assertThat(refusal()).isEqualTo("none");
    }

    @Test
    void needsToKnowWhereRedisIs() {
        onAHost();
        assertThat(refusal()).contains("RedisSingleSignOn").contains("redis and redissonConfig are both missing");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "leaseMillis, ten, 'leaseMillis=\"ten\": must be a whole number from 0 to 60000'",
        "storeTimeoutMillis, 5, 'storeTimeoutMillis=\"5\": must be a whole number from 10 to 60000'",
        "keyPrefix, a{b}, 'keyPrefix=\"a{b}\": must be 1 to 64'",
        "leaseMilis, 10, 'unknown attribute: leaseMilis'",
        "signingKey, short, 'signingKey: key 1 of 1'",
        "cookieName, a;b, 'cookieName=\"a;b\": must be a name that a cookie may have'",
        "requireReauthentication, true, 'requireReauthentication=\"true\": must be false'"
    })
    void refusesAWrongAttribute(String name, String value, String message) {
        onAHost();
        valve.setProperty("redis", NOWHERE);
        assertThat(IntrospectionUtils.setProperty(valve, name, value)).isTrue();
        assertThat(refusal()).contains("RedisSingleSignOn").contains(message);
    }

    @Test
    void refusesAnotherPlaceThanAHost() {
        StandardEngine engine = new StandardEngine();
        engine.setName("engine");
        valve.setContainer(engine);
        valve.setProperty("redis", NOWHERE);
        assertThat(refusal()).contains("it belongs into a <Host>");
    }
}
