package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sessions that Tomcat's own management sees on a node, and counts: those at home there. */
class LocalSessionsTest {

    private Cluster cluster;
    private EmbeddedNode a;
    private final Guest guest = new Guest();

    @BeforeEach
    void start() throws Exception {
        Map<String, String> attributes = new HashMap<>(Cluster.STILL);
        attributes.put("maxActiveSessions", "1");
        cluster = Cluster.start(attributes);
        a = cluster.a();
        guest.set(a, "x", 1);
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void whatIsAtHomeIsSeenAndCounted() {
        assertThat(a.manager().findSessions()).hasSize(1);
        assertThat(a.manager().getActiveSessions()).isOne();
    }

    /** By what this node knows of it, it would be idle. */
    @Test
    void whatAnotherNodeHasTakenIsNot() throws Exception {
        guest.set(cluster.b(), "x", 2);
        await().untilAsserted(() -> assertThat(a.manager().findSessions()).isEmpty());
        assertThat(a.manager().getActiveSessions()).isZero();
        new Guest().set(a, "x", 1);
    }

    @Test
    void whatHasEndedElsewhereIsNot() throws Exception {
        guest.at(cluster.b(), (request, response) -> {
            request.getSession().invalidate();
            return null;
        });
        await().untilAsserted(() -> assertThat(a.manager().getActiveSessions()).isZero());
        new Guest().set(a, "x", 1);
    }

    @Test
    void oneMoreThanTheMostIsRefused() throws Exception {
        assertThat(new Guest()
                        .send(a, (request, response) -> request.getSession())
                        .statusCode())
                .isEqualTo(500);
    }
}
