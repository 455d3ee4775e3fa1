package dev.limpet.it.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.cluster.InstalledBalancer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;

/** What every balancer has to do with the repository's file: {@link AffinityContract}, and what becomes of clients when a node or the balancer goes. */
abstract class BalancerContract extends AffinityContract {

    BalancerContract(Kind kind) {
        super(kind);
    }

    /** Whether a GET that a node does not answer is sent to another. */
    abstract boolean repeatsAGet();

    @Test
    void aRestartOfTheBalancerChangesNothingForItsClients() {
        Map<Client, String> homes = clients(20);
        balancer().restart();
        cluster().awaitSettled(balancer());
        homes.forEach((client, home) -> client.assertStaysAt(home, 5));
    }

    @Test
    void aReloadOfTheBalancerChangesNothingForItsClients() {
        Map<Client, String> homes = clients(20);
        balancer().reload();
        cluster().awaitSettled(balancer());
        homes.forEach((client, home) -> client.assertStaysAt(home, 5));
    }

    @Test
    void twoBalancersSideBySideAgree() {
        Map<Client, String> homes = clients(30);
        try (InstalledBalancer other = startAnother()) {
            cluster().awaitSettled(other);
            for (int round = 0; round < 4; round++) {
                InstalledBalancer next = round % 2 == 0 ? other : balancer();
                homes.forEach((client, home) -> client.goesThrough(next).assertStaysAt(home, 2));
            }
        }
    }

    @Test
    void clientsOfAKilledNodeGoOnElsewhereAndStayThereWhenItIsBack() {
        Client reader = clientAt("node1");
        Client writer = clientAt("node1");
        TomcatNode victim = cluster().node("node1");
        victim.kill();
        String readersNext = reader.get();
        String writersNext = writer.post();
        assertThat(List.of(readersNext, writersNext)).doesNotContain("node1");
        assertThat(reader.route()).isEqualTo(readersNext);
        assertThat(writer.route()).isEqualTo(writersNext);

        victim.start().awaitStarted();
        cluster().awaitReached(balancer(), victim);
        reader.assertStaysAt(readersNext, 20);
        writer.assertStaysAt(writersNext, 20);
        assertThat(reader.cookies().suffix()).isEqualTo(readersNext);
    }

    @Test
    void clientsOfAFrozenNodeGoOnElsewhereAndWhatTheyWereAnsweredStays() {
        Client reader = clientAt("node2");
        Client writer = clientAt("node2");
        TomcatNode frozen = cluster().node("node2");
        frozen.freeze();
        try {
            CompletableFuture<Integer> hanging = CompletableFuture.supplyAsync(writer::tryPost);
            int status = reader.tryGet();
            assertThat(status == 200).as("GET answered with %d", status).isEqualTo(repeatsAGet());
            assertThat(hanging.join()).isIn(502, 503, 504, Client.CLOSED);
            assertThat(writer.post()).isNotEqualTo("node2");
            assertThat(reader.post()).isNotEqualTo("node2");
        } finally {
            frozen.thaw();
        }
        cluster().awaitReached(balancer(), frozen);
        writer.get();
        writer.assertStaysAt(writer.post(), 5);
        reader.assertStaysAt(reader.post(), 5);
    }

    @Test
    void aDrainedNodesClientsGoElsewhereWithoutAnError() {
        Client client = clientAt("node3");
        TomcatNode drained = cluster().node("node3");
        drained.drain();
        try {
            // The first answer lets the client go; a balancer that has not asked for the health since may send it back.
            await().atMost(Cluster.LONG).until(() -> !client.post().equals("node3"));
            client.assertStaysAt(client.post(), 50);
        } finally {
            drained.undrain();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_limpet/drain",
                "/_limpet/undrain",
                "//_limpet//drain",
                "/_limpet/drain?x=y",
                "/%5Flimpet/dr%61in",
                "/x/..;/_limpet/drain",
                "/_limpet/drain;x=y",
                "/silent/_limpet/drain"
            })
    void nobodyDrainsANodeThroughTheBalancer(String path) {
        assertThat(Browser.create().post(balancer().url() + path, "").status()).isIn(400, 403, 404);
        assertThat(cluster().nodes())
                .allSatisfy(node -> assertThat(node.health(Cluster.LONG)).isEqualTo(200));
    }

    @Test
    void thisMachineMayAskForHealthThroughTheBalancer() {
        assertThat(Browser.create().get(balancer().url() + "/_limpet/health").status())
                .isEqualTo(200);
    }

    @Test
    void aNodeIsToldWhoAsksAndDoesNotBelieveTheClient() {
        Answer answer = Browser.create().get(balancer().url() + "/who", "X-Forwarded-For", "198.51.100.7");
        assertThat(answer.body()).isEqualTo("127.0.0.1 http " + balancer().port());
    }

    @Test
    void aRollingRestartUnderLoadIsNoticedByNobody() {
        Tally tally = Scenarios.rolling(cluster(), balancer(), new Scenarios.Load(20, 1));
        tally.assertNothingFailed();
    }

    @Test
    void crashesUnderLoadLoseNothingThatWasAnswered() {
        Tally tally = Scenarios.crashes(cluster(), balancer(), new Scenarios.Load(20, 2), Duration.ofSeconds(3));
        tally.assertOnlyRequestsOnTheirWayFailed();
    }
}
