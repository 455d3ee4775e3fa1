package dev.limpet.it.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.cluster.InstalledBalancer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.CookieJar;
import dev.limpet.it.harness.Trips;

/** Which node a balancer sends a client to, with the repository's file, unchanged unless a test says so. */
abstract class AffinityContract extends BalancerFixture {

    private static final int MANY = 100;

    AffinityContract(Kind kind) {
        super(kind);
    }

    /** Whether one that has no cookie is sent to the node with the least load, whatever that load comes from. */
    abstract boolean seesAllLoad();

    /** The change of the file for {@code affinityValue=".%s"}. */
    abstract String dotted(String file);

    /** The change of the file for those who have no affinity cookie, but the session cookie's suffix. */
    abstract String bySuffix(String file);

    /** Changes of the file for other ways of keeping a client at its node, by name. */
    abstract Map<String, UnaryOperator<String>> otherAffinities();

    @Test
    void aThousandRequestsOfOneClientStayAtItsNode() {
        Client client = new Client(balancer());
        client.assertStaysAt(client.post(), 1000);
    }

    @Test
    void aHundredClientsStayAtTheirNodes() {
        Map<Client, String> homes = clients(MANY);
        homes.forEach((client, home) -> client.assertStaysAt(home, 10));
    }

    @Test
    void aBusyNodeGetsNoClientWithoutACookie() {
        TomcatNode busy = cluster().node("node2");
        try (Held held = Held.at(busy, () -> served("ROUTE=node2", "&hold=busy"), 5)) {
            assertThat(held.answers()).noneMatch(CompletableFuture::isDone);
            List<String> nodes = withoutCookie(30);
            if (seesAllLoad()) {
                assertThat(nodes).doesNotContain(busy.name());
            } else {
                assertThat(nodes).contains(busy.name());
            }
        }
    }

    @Test
    void threeThatComeWithoutACookieWhileTheOthersAreServedGoToThreeNodes() {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            int held = number;
            answers.add(Held.begun(() -> served("", "&hold=fresh")));
            await().atMost(Cluster.LONG)
                    .until(() ->
                            cluster().nodes().stream().mapToInt(Held::holding).sum() == held);
        }
        assertThat(cluster().nodes())
                .allSatisfy(node -> assertThat(Held.holding(node)).isEqualTo(1));
        cluster().nodes().forEach(node -> Held.release(node, "fresh"));
        assertThat(answers.stream().map(answer -> Served.of(answer.join()).node()))
                .containsExactlyInAnyOrder("node1", "node2", "node3");
    }

    @Test
    void aSlowNodeKeepsItsClientsAndGetsFewerNewOnes() {
        Client client = clientAt("node3");
        Browser.create().get(cluster().node("node3"), "/served?slow=300");
        try {
            client.assertStaysAt("node3", 10);
            Map<String, Long> newOnes = IntStream.range(0, 6)
                    .mapToObj(thread -> CompletableFuture.supplyAsync(() -> withoutCookie(15)))
                    .toList()
                    .stream()
                    .flatMap(nodes -> nodes.join().stream())
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            long slow = newOnes.getOrDefault("node3", 0L);
            assertThat(slow).isLessThan(newOnes.get("node1")).isLessThan(newOnes.get("node2"));
        } finally {
            Browser.create().get(cluster().node("node3"), "/served?slow=0");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node9",
                "",
                "node1x",
                "NODE1",
                "\"node1\"",
                "node1%00",
                "../../node1",
                "node1,node2",
                "127.0.0.1:1",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    void aForgedCookieIsReplacedByARealOne(String forged) {
        Client client = new Client(balancer());
        client.cookies().set(CookieJar.ROUTE, forged);
        String home = client.post();
        assertThat(client.route()).isEqualTo(home);
        client.assertStaysAt(home, 5);
    }

    @Test
    void ofTwoCookiesTheFirstCounts() {
        for (String node : List.of("node1", "node2", "node3")) {
            String other = node.equals("node1") ? "node2" : "node1";
            Answer answer = served("ROUTE=" + node + "; ROUTE=" + other, "");
            assertThat(Served.of(answer).node()).isEqualTo(node);
        }
    }

    @Test
    void theAddressHasNoSayInIt() {
        for (String query : List.of("&ROUTE=node2", "&AIR_ROUTE=node2", "&ROUTE=5")) {
            for (int i = 0; i < 3; i++) {
                assertThat(Served.of(served("ROUTE=node1", query)).node())
                        .as(query)
                        .isEqualTo("node1");
            }
        }
    }

    @Test
    void followsTheOtherStyleOfCookieWithTheChangeTheReadmeNames() {
        try (InstalledBalancer changed = startWith(this::dotted)) {
            for (int i = 0; i < 10; i++) {
                Client client = new Client(changed, Cluster.DOTTED);
                String home = client.post();
                assertThat(client.route()).isEqualTo("." + home);
                client.assertStaysAt(home, 10);
            }
        }
    }

    @Test
    void followsTheSuffixOfTheSessionCookieWithTheChangeTheReadmeNames() {
        try (InstalledBalancer changed = startWith(this::bySuffix)) {
            for (String node : NODES) {
                Client client = new Client(changed, Cluster.SILENT);
                client.cookies().set(CookieJar.SESSION, "0." + node);
                assertThat(client.post()).isEqualTo(node);
                assertReadsAreFree(client, node);
                assertThat(client.route()).isNull();
            }
        }
    }

    final Stream<String> affinities() {
        return otherAffinities().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("affinities")
    void readsAreAsFreeWithTheBalancersOwnAffinity(String name) {
        UnaryOperator<String> edit = otherAffinities().get(name);
        try (InstalledBalancer changed = startWith(edit)) {
            for (int i = 0; i < 5; i++) {
                Client client = new Client(changed, Cluster.SILENT);
                assertReadsAreFree(client, client.post());
                assertThat(client.route()).isNull();
            }
        }
    }

    @Test
    void readsAreFree() {
        Client client = new Client(balancer());
        assertReadsAreFree(client, client.post());
    }

    /** A use that is told to Redis once in an interval, and that nobody waits for, is no trip of a read's. */
    private void assertReadsAreFree(Client client, String home) {
        Trips trips = Trips.on(cluster().proxy());
        try {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get()).isEqualTo(home);
            }
            assertThat(trips.take()).isSubsetOf("touch");
        } finally {
            cluster().proxy().release();
        }
    }
}
