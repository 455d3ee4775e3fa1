package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpSession;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code mutationDetection="off"}: what is set is saved, and nothing else is looked at. */
class WithoutDetectionTest {

    private static Cluster cluster;

    private final Guest guest = new Guest();

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> attributes = new HashMap<>(Cluster.STILL);
        attributes.put("mutationDetection", "off");
        cluster = Cluster.start(attributes);
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @SuppressWarnings("unchecked")
    private void add(EmbeddedNode node, String element, boolean set) throws Exception {
        guest.at(node, (request, response) -> {
            HttpSession session = request.getSession();
            List<String> list = (List<String>) session.getAttribute("list");
            list.add(element);
            if (set) {
                session.setAttribute("list", list);
            }
            return null;
        });
    }

    @Test
    void whatIsSetAfterItsChangeIsSaved() throws Exception {
        guest.set(cluster.a(), "list", new ArrayList<>());
        add(cluster.a(), "x", true);
        add(cluster.b(), "y", true);
        assertThat(guest.get(cluster.a(), "list")).isEqualTo(List.of("x", "y"));
    }

    @Test
    void aChangeInPlaceIsKnownToItsNodeOnlyAndCostsNoTrip() throws Exception {
        guest.set(cluster.a(), "list", new ArrayList<>());
        long before = cluster.trips();
        add(cluster.a(), "x", false);
        assertThat(guest.get(cluster.a(), "list")).isEqualTo(List.of("x"));
        assertThat(cluster.trips() - before).isZero();
        assertThat(guest.get(cluster.b(), "list")).isEqualTo(List.of());
    }
}
