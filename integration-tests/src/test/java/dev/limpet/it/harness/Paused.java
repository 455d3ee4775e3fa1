package dev.limpet.it.harness;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;

import dev.limpet.cluster.TomcatNode;

/**
 * A request that has taken its session and stands in the application, before it sets an attribute, until it is told to go on.
 *
 * @param key names it on its node
 */
public record Paused(TomcatNode node, String key, Exchange exchange) {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** Returns when it stands there. */
    public static Paused at(TomcatNode node, Browser browser, String name, String value) {
        String key = UUID.randomUUID().toString();
        Exchange exchange = browser.begin(node, "/paused?name=" + name + "&value=" + value + "&key=" + key);
        await().atMost(LONG).until(() -> Browser.create()
                .get(node, "/paused?waits=" + key)
                .body()
                .equals("true"));
        return new Paused(node, key, exchange);
    }

    /** Lets it set the attribute, and waits for its answer. */
    public Answer goOn() {
        Browser.create().get(node, "/paused?go=" + key);
        return exchange.await();
    }
}
