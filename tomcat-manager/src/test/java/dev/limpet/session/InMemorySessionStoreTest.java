package dev.limpet.session;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

class InMemorySessionStoreTest extends SessionStoreContract {

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final SessionStore store = new InMemorySessionStore(clock::get, Duration.ofSeconds(10), (node, drop) -> {});

    @Override
    protected SessionStore store() {
        return store;
    }

    @Override
    protected void pass(Duration time) {
        clock.addAndGet(time.toMillis());
    }
}
