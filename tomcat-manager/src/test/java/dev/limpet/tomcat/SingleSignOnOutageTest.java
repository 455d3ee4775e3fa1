package dev.limpet.tomcat;

import static dev.limpet.tomcat.SignedOn.ALICE;
import static dev.limpet.tomcat.SignedOn.BLOG;
import static dev.limpet.tomcat.SignedOn.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Redis does not answer: whether somebody is signed on is unknown, and nobody is logged out by that. Every request asks, so that nothing is known. */
class SingleSignOnOutageTest {

    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start(
                Map.of(), node -> SignedOn.install(node, Map.of("leaseMillis", "0", "storeTimeoutMillis", "1000")));
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void unknownIsAnsweredWith503AndTheCookieStays() throws Exception {
        SignedOn user = new SignedOn().logIn(cluster.a(), SHOP);
        String cookie = user.cookie();
        cluster.redis().pause();
        try {
            long before = System.nanoTime();
            HttpResponse<String> answer = user.get(cluster.b(), BLOG, "/secret");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
        } finally {
            cluster.redis().resume();
        }
        assertThat(user.cookie()).isEqualTo(cookie);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> user.secret(cluster.b(), BLOG).equals(ALICE));
        assertThat(user.secret(cluster.a(), SHOP)).isEqualTo(ALICE);
    }

    @Test
    void withoutALeaseALogoutElsewhereIsSeenAtOnce() throws Exception {
        SignedOn user = new SignedOn().logIn(cluster.a(), SHOP);
        assertThat(user.secret(cluster.b(), BLOG)).isEqualTo(ALICE);
        SignedOn twin = user.twin();
        user.invalidate(cluster.a(), SHOP);
        assertThat(twin.secret(cluster.b(), BLOG)).isEqualTo("401");
    }
}
