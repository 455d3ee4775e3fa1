package dev.limpet.tomcat;

import java.time.Duration;

import dev.limpet.session.Terms;

/**
 * Ends sessions a second after its start instead of a minute: what every node waits for first, a test cannot. The system property {@code claim.seconds} says how
 * long a claim holds, if not a minute. In a jar of its own in the node's lib.
 */
public final class PromptManager extends RedisSessionManager {

    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration CLAIM = Duration.ofSeconds(Long.getLong("claim.seconds", 60));

    public PromptManager() {
        super(terms -> new Terms(
                terms.lease(),
                terms.beat(),
                terms.touchInterval(),
                terms.storeTimeout(),
                QUIET,
                CLAIM,
                terms.maxLocalSessions()));
    }
}
