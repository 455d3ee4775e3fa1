package dev.limpet.it.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.balancer.Entrance;
import dev.limpet.it.balancer.Scenarios;
import dev.limpet.it.balancer.Tally;
import dev.limpet.it.harness.Footprint;
import dev.limpet.it.harness.Jmx;
import dev.limpet.it.harness.Nodes;

/**
 * Nodes whose shop is changed round by round. Visitors come straight to the nodes, so that nothing hides an answer. Each sticks to one, goes to the next when
 * it is refused, and now and then to any. Afterwards nothing may be lost, and in each JVM nothing left.
 */
final class Rounds implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int CHANGES = Change.values().length;

    /** One request of so many. */
    private static final int STRAYS = 40;

    /** Tomcat's reports of what an application leaves behind, and what a use of connections that are closed would look like. */
    private static final Pattern TROUBLE = Pattern.compile(
            ".*(SEVERE|memory leak|failed to stop|ThreadLocal|[Ss]hut ?down|[Cc]losed|is not running|RejectedExecution"
                    + "|IllegalStateException|NullPointerException|NoClassDefFound|ClassCast|is not saved|cannot be read).*");

    private final RedisServer redis = RedisServer.start();
    private final Nodes nodes = new Nodes(redis.url());
    private final List<Shop> shops = new ArrayList<>();
    private final List<Forgiven> forgiven = Collections.synchronizedList(new ArrayList<>());
    private final Map<TomcatNode, Footprint> before;

    private record Forgiven(Change change, Tally.Absence absence) {

        boolean explains(Tally.Failure failure) {
            return failure.wasOnItsWay(absence) && change.explains(failure.status());
        }
    }

    /** @param majors one node of each */
    Rounds(int... majors) {
        for (int major : majors) {
            TomcatNode node = nodes.start(major, "n" + (shops.size() + 1), builder());
            shops.add(new Shop(node, Shop.war()));
        }
        nodes.awaitStarted();
        before = footprints();
    }

    /** What only soft references hold is no leak, and is not what is looked for. */
    private static UnaryOperator<TomcatNode.Builder> builder() {
        return builder ->
                builder.war(Shop.PATH, Shop.war()).jvmOption(Jmx.AT_START).jvmOption("-XX:SoftRefLRUPolicyMSPerMB=0");
    }

    private Map<TomcatNode, Footprint> footprints() {
        return nodes().stream().collect(Collectors.toMap(Function.identity(), Footprint::of));
    }

    /** Returns when the visitors have left. */
    Tally run(int rounds, int visitors) {
        Scenarios.Load load = new Scenarios.Load(visitors, rounds);
        return Scenarios.under(load, entrance(), rounds + " changes of an application", tally -> {
            for (int round = 0; round < rounds; round++) {
                Scenarios.awaitMore(tally, visitors);
                change(round, tally);
            }
            Scenarios.awaitMore(tally, visitors);
        });
    }

    /** In turn, so that each change comes to each node. */
    private void change(int round, Tally tally) {
        Change change = Change.values()[round % CHANGES];
        Shop shop = shops.get((round / CHANGES + round) % shops.size());
        change.make(shop, action -> {
            long begin = System.nanoTime();
            action.run();
            Tally.Absence absence = new Tally.Absence(shop.node().name(), begin, System.nanoTime());
            tally.away(absence);
            forgiven.add(new Forgiven(change, absence));
        });
    }

    private Entrance entrance() {
        return (route, refused) -> {
            boolean strays = route == null || refused == 0 && random(STRAYS) == 0;
            int home = strays ? random(shops.size()) : indexOf(route);
            TomcatNode node = shops.get((home + refused) % shops.size()).node();
            return new Entrance.Way(node.name(), node.url() + Shop.PATH);
        };
    }

    private static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }

    private int indexOf(String name) {
        return nodes().stream().map(TomcatNode::name).toList().indexOf(name);
    }

    List<TomcatNode> nodes() {
        return shops.stream().map(Shop::node).toList();
    }

    void assertNothingLostAndNothingLeft(Tally tally) {
        tally.assertNothingLost();
        System.out.println("answers while the application was away: " + answers(tally));
        assertThat(tally.failures().stream()
                        .filter(failure -> forgiven.stream().noneMatch(one -> one.explains(failure))))
                .as("failures that no change of an application explains")
                .isEmpty();
        before.forEach((node, footprint) -> await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(Footprint.of(node)).as(node.name()).isEqualTo(footprint)));
        System.out.println("left in each JVM, as before: " + before.values());
        before.keySet().forEach(node -> assertThat(node.log().lines())
                .as("log of %s", node.name())
                .noneMatch(line -> TROUBLE.matcher(line).matches()));
    }

    private static Map<Integer, Long> answers(Tally tally) {
        return tally.failures().stream()
                .collect(Collectors.groupingBy(Tally.Failure::status, TreeMap::new, Collectors.counting()));
    }

    @Override
    public void close() {
        nodes.close();
        redis.close();
    }
}
