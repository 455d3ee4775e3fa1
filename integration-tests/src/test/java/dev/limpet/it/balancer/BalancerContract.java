package dev.limpet.it.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.cluster.InstalledBalancer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.CookieJar;
import dev.limpet.it.harness.Trips;

/** What every balancer has to do with the repository's file, unchanged unless a test says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BalancerContract {

    private static final int MANY = 100;
    private static final int DRAIN_SECONDS = 2;

    private final Kind kind;
    private Cluster cluster;
    private InstalledBalancer balancer;

    BalancerContract(Kind kind) {
        this.kind = kind;
    }

    /** Whether one that has no cookie is sent to the node with the least load, whatever that load comes from. */
    abstract boolean seesAllLoad();

    /** Whether a GET that a node does not answer is sent to another. */
    abstract boolean repeatsAGet();

    /** The change of the file for {@code affinityValue=".%s"}. */
    abstract String dotted(String file);

    /** The change of the file for those who have no affinity cookie, but the session cookie's suffix. */
    abstract String bySuffix(String file);

    /** Changes of the file for other ways of keeping a client at its node, by name. */
    abstract Map<String, UnaryOperator<String>> otherAffinities();

    @BeforeAll
    void start() {
        kind.require();
        cluster = Cluster.start(DRAIN_SECONDS);
        balancer = kind.start(cluster.targets());
    }

    @AfterAll
    void stop() {
        if (balancer != null) {
            balancer.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void settle() {
        cluster.awaitSettled(balancer);
    }

    final Cluster cluster() {
        return cluster;
    }

    @Test
    void aThousandRequestsOfOneClientStayAtItsNode() {
        Client client = new Client(balancer);
        client.assertStaysAt(client.post(), 1000);
    }

    @Test
    void aHundredClientsStayAtTheirNodes() {
        Map<Client, String> homes = clients(MANY);
        homes.forEach((client, home) -> client.assertStaysAt(home, 10));
    }

    @Test
    void aBusyNodeGetsNoClientWithoutACookie() {
        TomcatNode busy = cluster.node("node2");
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
                            cluster.nodes().stream().mapToInt(Held::holding).sum() == held);
        }
        assertThat(cluster.nodes())
                .allSatisfy(node -> assertThat(Held.holding(node)).isEqualTo(1));
        cluster.nodes().forEach(node -> Held.release(node, "fresh"));
        assertThat(answers.stream().map(answer -> Served.of(answer.join()).node()))
                .containsExactlyInAnyOrder("node1", "node2", "node3");
    }

    @Test
    void aSlowNodeKeepsItsClientsAndGetsFewerNewOnes() {
        Client client = clientAt("node3");
        Browser.create().get(cluster.node("node3"), "/served?slow=300");
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
            Browser.create().get(cluster.node("node3"), "/served?slow=0");
        }
    }

    @Test
    void aRestartOfTheBalancerChangesNothingForItsClients() {
        Map<Client, String> homes = clients(20);
        balancer.restart();
        cluster.awaitSettled(balancer);
        homes.forEach((client, home) -> client.assertStaysAt(home, 5));
    }

    @Test
    void aReloadOfTheBalancerChangesNothingForItsClients() {
        Map<Client, String> homes = clients(20);
        balancer.reload();
        cluster.awaitSettled(balancer);
        homes.forEach((client, home) -> client.assertStaysAt(home, 5));
    }

    @Test
    void twoBalancersSideBySideAgree() {
        Map<Client, String> homes = clients(30);
        try (InstalledBalancer other = kind.start(cluster.targets())) {
            cluster.awaitSettled(other);
            for (int round = 0; round < 4; round++) {
                InstalledBalancer next = round % 2 == 0 ? other : balancer;
                homes.forEach((client, home) -> client.goesThrough(next).assertStaysAt(home, 2));
            }
        }
    }

    @Test
    void clientsOfAKilledNodeGoOnElsewhereAndStayThereWhenItIsBack() {
        Client reader = clientAt("node1");
        Client writer = clientAt("node1");
        TomcatNode victim = cluster.node("node1");
        victim.kill();
        String readersNext = reader.get();
        String writersNext = writer.post();
        assertThat(List.of(readersNext, writersNext)).doesNotContain("node1");
        assertThat(reader.route()).isEqualTo(readersNext);
        assertThat(writer.route()).isEqualTo(writersNext);

        victim.start().awaitStarted();
        cluster.awaitReached(balancer, victim);
        reader.assertStaysAt(readersNext, 20);
        writer.assertStaysAt(writersNext, 20);
        assertThat(reader.cookies().suffix()).isEqualTo(readersNext);
    }

    @Test
    void clientsOfAFrozenNodeGoOnElsewhereAndWhatTheyWereAnsweredStays() {
        Client reader = clientAt("node2");
        Client writer = clientAt("node2");
        TomcatNode frozen = cluster.node("node2");
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
        cluster.awaitReached(balancer, frozen);
        writer.get();
        writer.assertStaysAt(writer.post(), 5);
        reader.assertStaysAt(reader.post(), 5);
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
        Client client = new Client(balancer);
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
    void followsTheOtherStyleOfCookieWithTheChangeTheReadmeNames() {
        try (InstalledBalancer changed = kind.start(cluster.targets(), this::dotted)) {
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
        try (InstalledBalancer changed = kind.start(cluster.targets(), this::bySuffix)) {
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
        try (InstalledBalancer changed = kind.start(cluster.targets(), edit)) {
            for (int i = 0; i < 5; i++) {
                Client client = new Client(changed, Cluster.SILENT);
                assertReadsAreFree(client, client.post());
                assertThat(client.route()).isNull();
            }
        }
    }

    @Test
    void readsAreFree() {
        Client client = new Client(balancer);
        assertReadsAreFree(client, client.post());
    }

    /** A use that is told to Redis once in an interval, and that nobody waits for, is no trip of a read's. */
    private void assertReadsAreFree(Client client, String home) {
        Trips trips = Trips.on(cluster.proxy());
        try {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get()).isEqualTo(home);
            }
            assertThat(trips.take()).isSubsetOf("touch");
        } finally {
            cluster.proxy().release();
        }
    }

    @Test
    void aDrainedNodesClientsGoElsewhereWithoutAnError() {
        Client client = clientAt("node3");
        TomcatNode drained = cluster.node("node3");
        drained.drain();
        try {
            client.post();
            String next = client.post();
            assertThat(next).isNotEqualTo("node3");
            client.assertStaysAt(next, 50);
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
        assertThat(Browser.create().post(balancer.url() + path, "").status()).isIn(400, 403, 404);
        assertThat(cluster.nodes())
                .allSatisfy(node -> assertThat(node.health(Cluster.LONG)).isEqualTo(200));
    }

    @Test
    void thisMachineMayAskForHealthThroughTheBalancer() {
        assertThat(Browser.create().get(balancer.url() + "/_limpet/health").status())
                .isEqualTo(200);
    }

    @Test
    void aNodeIsToldWhoAsksAndDoesNotBelieveTheClient() {
        Answer answer = Browser.create().get(balancer.url() + "/who", "X-Forwarded-For", "198.51.100.7");
        assertThat(answer.body()).isEqualTo("127.0.0.1 http " + balancer.port());
    }

    @Test
    void aRollingRestartUnderLoadIsNoticedByNobody() {
        Tally tally = Scenarios.rolling(cluster, balancer, new Scenarios.Load(20, 1));
        tally.assertNothingFailed();
    }

    @Test
    void crashesUnderLoadLoseNothingThatWasAnswered() {
        Tally tally = Scenarios.crashes(cluster, balancer, new Scenarios.Load(20, 2), Duration.ofSeconds(3));
        tally.assertOnlyRequestsOnTheirWayFailed();
    }

    /** Clients with their nodes, about as many at each. */
    private Map<Client, String> clients(int number) {
        Map<Client, String> homes = new LinkedHashMap<>();
        for (int i = 0; i < number; i++) {
            String home = "node" + (1 + i % 3);
            homes.put(clientAt(home), home);
        }
        return homes;
    }

    private Client clientAt(String node) {
        Client client = new Client(balancer);
        client.cookies().set(CookieJar.ROUTE, node);
        assertThat(client.post()).isEqualTo(node);
        return client;
    }

    private List<String> withoutCookie(int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> Served.of(served("", "")).node())
                .toList();
    }

    /** Asks once, without a session; the cookie header as given, or none. */
    private Answer served(String cookies, String query) {
        String url = balancer.url() + "/served?plain" + query;
        return cookies.isEmpty() ? Browser.create().get(url) : Browser.create().get(url, "Cookie", cookies);
    }

    static String changed(String file, String text, String by) {
        assertThat(file).contains(text);
        return file.replace(text, by);
    }

    static final Set<String> NODES = Set.of("node1", "node2", "node3");
}
