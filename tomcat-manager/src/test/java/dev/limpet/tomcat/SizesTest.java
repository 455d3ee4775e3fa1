package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import jakarta.servlet.http.HttpSession;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Large values, many values, many sessions, and the limits that can be set for them. */
class SizesTest {

    private static final int LIMIT = 4096;

    private Cluster cluster;

    private void start(Map<String, String> attributes) throws Exception {
        Map<String, String> all = new HashMap<>(Cluster.STILL);
        all.putAll(attributes);
        cluster = Cluster.start(all);
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    // --------------------------------------------------------------------------------------------- maxSessionBytes

    @Test
    void aSessionMayHaveAllTheBytesThatAreAllowedAndNotOneMore() throws Exception {
        start(Map.of("maxSessionBytes", Integer.toString(LIMIT)));
        Guest guest = new Guest();
        guest.set(cluster.a(), "x", textOf(LIMIT));
        assertThat(guest.get(cluster.b(), "x")).isEqualTo(textOf(LIMIT));

        assertThat(guest.send(cluster.b(), setting("x", textOf(LIMIT + 1))).statusCode())
                .isEqualTo(500);
        assertThat(guest.get(cluster.b(), "x")).as("as it was").isEqualTo(textOf(LIMIT));
        assertThat(guest.get(cluster.a(), "x")).as("as it was").isEqualTo(textOf(LIMIT));
    }

    @Test
    void theLogNamesTheSessionItsSizeAndTheLimit() throws Exception {
        start(Map.of("maxSessionBytes", Integer.toString(LIMIT)));
        Guest guest = new Guest();
        try (Records records = new Records()) {
            guest.set(cluster.a(), "x", textOf(LIMIT));
            assertThat(sizesIn(records)).isEmpty();

            guest.send(cluster.a(), setting("x", textOf(LIMIT + 1)));
            assertThat(sizesIn(records))
                    .singleElement()
                    .asString()
                    .containsPattern(
                            "is answered with 500: session [0-9a-f]{8} has 4097 bytes, maxSessionBytes is 4096:"
                                    + " the changes of this request are dropped");
        }
    }

    private static List<String> sizesIn(Records records) {
        return records.texts().stream()
                .filter(text -> text.contains("maxSessionBytes"))
                .toList();
    }

    @Test
    void nothingOfARequestIsSavedThatMakesTheSessionTooLarge() throws Exception {
        start(Map.of("maxSessionBytes", Integer.toString(LIMIT)));
        Guest guest = new Guest();
        guest.set(cluster.a(), "kept", "before");
        int status = guest.send(cluster.a(), (request, response) -> {
                    request.getSession().setAttribute("kept", "after");
                    request.getSession().setAttribute("x", textOf(LIMIT));
                    return null;
                })
                .statusCode();
        assertThat(status).isEqualTo(500);
        assertThat(guest.get(cluster.a(), "kept")).isEqualTo("before");
        assertThat(guest.names(cluster.b())).containsExactly("kept");

        guest.set(cluster.a(), "kept", "goes on");
        assertThat(guest.get(cluster.b(), "kept")).isEqualTo("goes on");
    }

    /** As after a rolling restart with a lower limit: the session is there, and its user is to get out of it again. */
    @Test
    void aSessionThatWasTooLargeBeforeMayChangeInSizeOnlyToBecomeSmaller() throws Exception {
        start(Map.of());
        Guest guest = new Guest();
        guest.set(cluster.a(), "large", textOf(2 * LIMIT));
        guest.set(cluster.a(), "other", textOf(LIMIT));
        Map<String, String> limited = new HashMap<>(Cluster.STILL);
        limited.put("maxSessionBytes", Integer.toString(LIMIT));
        try (EmbeddedNode node = new EmbeddedNode("c", cluster.withRedis(limited), Cluster.errands()).start()) {
            guest.at(node, (request, response) -> {
                request.getSession().setMaxInactiveInterval(600);
                return null;
            });
            assertThat(guest.send(node, setting("more", 1)).statusCode()).isEqualTo(500);
            guest.set(node, "large", textOf(LIMIT));
            assertThat(guest.send(node, setting("large", textOf(LIMIT + 1))).statusCode())
                    .isEqualTo(500);
            guest.at(node, (request, response) -> {
                request.getSession().removeAttribute("large");
                return null;
            });
            assertThat(guest.send(node, setting("more", 1)).statusCode()).isEqualTo(500);
        }
        assertThat(guest.names(cluster.b())).containsExactly("other");
        int seconds = guest.at(
                cluster.b(), (request, response) -> request.getSession().getMaxInactiveInterval());
        assertThat(seconds).isEqualTo(600);
    }

    @Test
    void allAttributesCountTogetherAlsoThoseThatWereNeverAskedForHere() throws Exception {
        start(Map.of("maxSessionBytes", Integer.toString(LIMIT)));
        Guest guest = new Guest();
        guest.set(cluster.a(), "one", textOf(LIMIT / 2));
        guest.set(cluster.b(), "two", textOf(LIMIT / 2));
        assertThat(guest.send(cluster.a(), setting("three", 1)).statusCode()).isEqualTo(500);
        guest.at(cluster.b(), (request, response) -> {
            request.getSession().removeAttribute("one");
            request.getSession().setAttribute("three", 1);
            return null;
        });
        assertThat(guest.names(cluster.a())).containsExactlyInAnyOrder("two", "three");
    }

    @Test
    void aValueThatGrowsInPlaceCountsAsWell() throws Exception {
        start(Map.of("maxSessionBytes", Integer.toString(LIMIT)));
        Guest guest = new Guest();
        guest.set(cluster.a(), "list", new ArrayList<>(List.of("x")));
        int status = guest.send(cluster.b(), (request, response) -> {
                    @SuppressWarnings("unchecked")
                    List<String> list = (List<String>) request.getSession().getAttribute("list");
                    return list.add("x".repeat(LIMIT));
                })
                .statusCode();
        assertThat(status).isEqualTo(500);
        assertThat(guest.get(cluster.b(), "list")).isEqualTo(List.of("x"));
        assertThat(guest.get(cluster.a(), "list")).isEqualTo(List.of("x"));
    }

    @Test
    void aNewSessionThatIsTooLargeIsNotMade() throws Exception {
        start(Map.of("maxSessionBytes", Integer.toString(LIMIT)));
        Guest guest = new Guest();
        assertThat(guest.send(cluster.a(), setting("x", textOf(LIMIT + 1))).statusCode())
                .isEqualTo(500);
        assertThat(guest.hasSession(cluster.a())).isFalse();
        assertThat(guest.hasSession(cluster.b())).isFalse();
        guest.set(cluster.a(), "x", 1);
        assertThat(guest.get(cluster.b(), "x")).isEqualTo(1);
    }

    @Test
    void aWarningLetsItBeSaved() throws Exception {
        start(Map.of("maxSessionBytes", Integer.toString(LIMIT), "oversize", "warn"));
        Guest guest = new Guest();
        try (Records records = new Records()) {
            guest.set(cluster.a(), "x", textOf(LIMIT + 1));
            assertThat(sizesIn(records))
                    .singleElement()
                    .asString()
                    .endsWith(" has 4097 bytes, maxSessionBytes is 4096: saved all the same (oversize=\"warn\")");
        }
        assertThat(guest.get(cluster.b(), "x")).isEqualTo(textOf(LIMIT + 1));
    }

    /** @param stored the size that its stored form has */
    private String textOf(int stored) {
        try {
            int head = cluster.a().manager().codecs().application().encode("x", "x".repeat(1000)).length - 1000;
            return "x".repeat(stored - head);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Errand<Void> setting(String name, Serializable value) {
        return (request, response) -> {
            request.getSession().setAttribute(name, value);
            return null;
        };
    }

    // -------------------------------------------------------------------------------------------------------- large

    @Test
    void valuesOfAMegabyteGoToAndFro() throws Exception {
        start(Map.of());
        byte[] bytes = new byte[1 << 20];
        new Random(1).nextBytes(bytes);
        Guest guest = new Guest();
        guest.set(cluster.a(), "bytes", bytes.clone());
        guest.set(cluster.b(), "text", "ä".repeat(1 << 20));
        assertThat(guest.get(cluster.b(), "bytes")).isEqualTo(bytes);
        assertThat(guest.get(cluster.a(), "text")).isEqualTo("ä".repeat(1 << 20));
        guest.at(cluster.a(), (request, response) -> {
            ((byte[]) request.getSession().getAttribute("bytes"))[1 << 19]++;
            return null;
        });
        bytes[1 << 19]++;
        assertThat(guest.get(cluster.b(), "bytes")).isEqualTo(bytes);
    }

    @Test
    void aThousandAttributesAreOneTrip() throws Exception {
        start(Map.of());
        Guest guest = new Guest();
        guest.set(cluster.a(), "x", 1);
        long before = cluster.trips();
        guest.at(cluster.a(), (request, response) -> {
            for (int i = 0; i < 1000; i++) {
                request.getSession().setAttribute("x" + i, i);
            }
            return null;
        });
        assertThat(cluster.trips() - before).isEqualTo(1);
        assertThat(guest.names(cluster.b())).hasSize(1001);
        assertThat(guest.get(cluster.b(), "x999")).isEqualTo(999);

        before = cluster.trips();
        guest.at(cluster.b(), (request, response) -> {
            HttpSession session = request.getSession();
            for (int i = 0; i < 1000; i++) {
                session.removeAttribute("x" + i);
            }
            return null;
        });
        assertThat(cluster.trips() - before).isEqualTo(1);
        assertThat(guest.names(cluster.a())).containsExactly("x");
    }

    // ------------------------------------------------------------------------------------------- maxLocalSessions

    @Test
    void noMoreSessionsStayInMemoryThanAllowedAndTheOthersComeBack() throws Exception {
        start(Map.of("maxLocalSessions", "10", "beatMillis", "50", "leaseMillis", "60000"));
        List<Guest> guests = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Guest guest = new Guest();
            guest.set(cluster.a(), "list", new ArrayList<>(List.of(i)));
            guests.add(guest);
        }
        await().until(() -> cluster.a().manager().node().localSessions() <= 10);
        for (int i = 0; i < 40; i++) {
            assertThat(guests.get(i).get(cluster.a(), "list")).isEqualTo(List.of(i));
        }
        await().until(() -> cluster.a().manager().node().localSessions() <= 10);
    }

    @Test
    void aSessionInUseStaysInMemory() throws Exception {
        start(Map.of("maxLocalSessions", "1", "beatMillis", "50", "leaseMillis", "60000"));
        Guest user = new Guest();
        List<String> mine = new ArrayList<>();
        user.set(cluster.a(), "list", mine);
        user.at(cluster.a(), (request, response) -> {
            for (int i = 0; i < 20; i++) {
                new Guest().set(cluster.a(), "x", i);
            }
            await().until(() -> cluster.a().manager().node().localSessions() <= 1);
            assertThat(request.getSession().getAttribute("list")).isSameAs(mine);
            mine.add("changed");
            return null;
        });
        assertThat(user.get(cluster.b(), "list")).isEqualTo(List.of("changed"));
    }
}
