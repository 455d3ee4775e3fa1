package dev.limpet.it.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

import dev.limpet.cluster.InstalledBalancer;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.CookieJar;

/** A balancer with the repository's file and three nodes behind it, and clients of theirs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BalancerFixture {

    static final Set<String> NODES = Set.of("node1", "node2", "node3");

    private final Kind kind;
    private Cluster cluster;
    private InstalledBalancer balancer;

    BalancerFixture(Kind kind) {
        this.kind = kind;
    }

    @BeforeAll
    void start() {
        kind.require();
        cluster = Cluster.hasty();
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

    final InstalledBalancer balancer() {
        return balancer;
    }

    /** A further one. */
    final InstalledBalancer startAnother() {
        return kind.start(cluster.targets());
    }

    /** One with another file. */
    final InstalledBalancer startWith(UnaryOperator<String> change) {
        return kind.start(cluster.targets(), change);
    }

    /** Clients with their nodes, about as many at each. */
    final Map<Client, String> clients(int number) {
        Map<Client, String> homes = new LinkedHashMap<>();
        for (int i = 0; i < number; i++) {
            String home = "node" + (1 + i % 3);
            homes.put(clientAt(home), home);
        }
        return homes;
    }

    final Client clientAt(String node) {
        Client client = new Client(balancer);
        client.cookies().set(CookieJar.ROUTE, node);
        assertThat(client.post()).isEqualTo(node);
        return client;
    }

    final List<String> withoutCookie(int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> Served.of(served("", "")).node())
                .toList();
    }

    /** Asks once, without a session; the cookie header as given, or none. */
    final Answer served(String cookies, String query) {
        String url = balancer.url() + "/served?plain" + query;
        return cookies.isEmpty() ? Browser.create().get(url) : Browser.create().get(url, "Cookie", cookies);
    }

    static String changed(String file, String text, String by) {
        assertThat(file).contains(text);
        return file.replace(text, by);
    }
}
