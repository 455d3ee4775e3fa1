package dev.limpet.tomcat;

import java.time.Duration;

import dev.limpet.session.Terms;

/** Ends sessions a second after its start instead of a minute: what every node waits for first, a test cannot. In a jar of its own in the node's lib. */
public final class PromptManager extends RedisSessionManager {

    private static final Duration QUIET = Duration.ofSeconds(1);

    public PromptManager() {
        super(terms -> new Terms(
                terms.lease(),
                terms.beat(),
                terms.touchInterval(),
                terms.storeTimeout(),
                QUIET,
                terms.claim(),
                terms.maxLocalSessions()));
    }
}
