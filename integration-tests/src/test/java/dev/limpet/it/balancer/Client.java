package dev.limpet.it.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;

import dev.limpet.cluster.Balancer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.CookieJar;

/** A user with a session that counts, who notices when the count is wrong. Used by one thread at a time. */
final class Client {

    static final int CLOSED = -1;

    private final Browser browser = Browser.create();
    private final String path;
    private Balancer balancer;
    private int count;
    private int unanswered;

    /**
     * @param context path of the application, "" for the root
     */
    Client(Balancer balancer, String context) {
        this.balancer = balancer;
        this.path = context + "/served";
    }

    Client(Balancer balancer) {
        this(balancer, "");
    }

    Client goesThrough(Balancer other) {
        balancer = other;
        return this;
    }

    /** Raises the count and returns who served it. */
    String post() {
        Served served = Served.of(browser.post(balancer.url() + path, ""));
        count++;
        check(served);
        return served.node();
    }

    /** Reads the count and returns who served it. */
    String get() {
        Served served = Served.of(browser.get(balancer.url() + path));
        check(served);
        return served.node();
    }

    /** What nobody answered may have been done, then or later; what was answered has been. */
    private void check(Served served) {
        assertThat(served.count()).as("count").isBetween(count, count + unanswered);
        unanswered -= served.count() - count;
        count = served.count();
    }

    /** The status of a POST that nobody may have answered; if it is 200, it counts. {@link #CLOSED} without an answer. */
    int tryPost() {
        try {
            int status = browser.post(balancer.url() + path, "").status();
            count += status == 200 ? 1 : 0;
            unanswered += status == 200 ? 0 : 1;
            return status;
        } catch (UncheckedIOException closed) {
            unanswered++;
            return CLOSED;
        }
    }

    int tryGet() {
        return browser.get(balancer.url() + path).status();
    }

    /** So many requests of both kinds, all served by this node. */
    void assertStaysAt(String node, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(i % 3 == 0 ? post() : get()).as("request %d", i + 1).isEqualTo(node);
        }
    }

    CookieJar cookies() {
        return browser.cookies();
    }

    /** What the affinity cookie says, or null. */
    String route() {
        return cookies().value(CookieJar.ROUTE);
    }
}
