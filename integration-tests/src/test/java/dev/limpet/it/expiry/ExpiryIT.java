package dev.limpet.it.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.clock.SkewedNodes;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Nodes;
import dev.limpet.it.harness.Pair;
import dev.limpet.it.harness.Trips;

/** Sessions end in time, never early and never late: with clocks that are minutes off, without the node that served them, and many at once. */
class ExpiryIT {

    private static final Duration LIFE = Duration.ofSeconds(3);
    /** A quarter of the life, a sweep (five beats), and a machine with other things to do. */
    private static final Duration GRACE = Duration.ofSeconds(12);

    private static final Duration PATIENCE = LIFE.plus(GRACE).plusSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int MANY = 2_000;
    private static final long OFF = Duration.ofMinutes(2).toMillis();
    private static final String ATTRIBUTES =
            "beatMillis=\"200\" touchIntervalSeconds=\"1\" storeTimeoutMillis=\"10000\"";

    private static Pair pair;
    private static TomcatNode a;
    private static TomcatNode b;

    @BeforeAll
    static void start() {
        String contextXml = Nodes.contextXml(ATTRIBUTES);
        pair = new Pair(
                builder -> SkewedNodes.setup(Nodes.endingPromptly(contextXml).apply(builder)));
        a = pair.node(10);
        b = pair.node(11);
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    @AfterEach
    void heal() {
        pair.heal();
        pair.nodes().stream().filter(node -> !node.isAlive()).forEach(node -> node.start()
                .awaitStarted());
        clocks(0, 0);
    }

    private static void clocks(long aheadAtA, long aheadAtB) {
        SkewedNodes.setClock(a, aheadAtA);
        SkewedNodes.setClock(b, aheadAtB);
    }

    // -------------------------------------------------------------------------------------------------------- clocks

    /** One node two minutes ahead of Redis, the other two behind, and then the other way round. */
    @Test
    void sessionsEndInTimeWhateverTheNodesTakeForTheTime() {
        clocks(OFF, -OFF);
        Mortal ofA = Mortal.bornAt(a, "of-a", LIFE);
        Mortal ofB = Mortal.bornAt(b, "of-b", LIFE);
        Mortal fromAToB = Mortal.bornAt(a, "from-a-to-b", LIFE);
        Mortal fromBToA = Mortal.bornAt(b, "from-b-to-a", LIFE);
        Mortal stays = Mortal.bornAt(a, "stays", LIFE);
        Mortal wanders = Mortal.bornAt(b, "wanders", LIFE);
        Runnable everybody = () -> {
            ofA.useAt(a);
            ofB.useAt(b);
            fromAToB.useAt(b);
            fromBToA.useAt(a);
            stays.useAt(a);
            wanders.useAt(a);
            wanders.useAt(b);
        };
        repeat(everybody, LIFE);
        clocks(-OFF, OFF);
        repeat(everybody, LIFE.dividedBy(3));

        List<Mortal> left = List.of(ofA, ofB, fromAToB, fromBToA);
        await().atMost(PATIENCE).untilAsserted(() -> {
            stays.useAt(a);
            wanders.useAt(a);
            wanders.useAt(b);
            List<End> ends = End.on(pair.nodes());
            assertThat(left)
                    .allSatisfy(mortal -> assertThat(mortal.endAmong(ends)).isNotNull());
        });
        List<End> ends = End.on(pair.nodes());
        assertThat(left).allSatisfy(mortal -> mortal.assertEndedInTime(mortal.endAmong(ends), GRACE));
        assertThat(stays.endAmong(ends)).isNull();
        assertThat(wanders.endAmong(ends)).isNull();
    }

    private static void repeat(Runnable uses, Duration time) {
        long begin = System.nanoTime();
        await().atMost(PATIENCE).until(() -> {
            uses.run();
            return System.nanoTime() - begin >= time.toNanos();
        });
    }

    @Test
    void aWrongClockIsNoReasonToAskRedisOrToForget() {
        clocks(OFF, -OFF);
        for (TomcatNode node : pair.nodes()) {
            TomcatNode other = node == a ? b : a;
            Browser browser = Browser.create();
            assertThat(browser.get(node, "/session/count").body()).isEqualTo("1");
            Trips trips = Trips.on(pair.proxy(node == a ? 10 : 11));
            assertThat(browser.get(node, "/session/peek").body()).isEqualTo("1");
            // A beat may tell of uses of other tests' sessions meanwhile.
            assertThat(trips.take()).as("a read at home").isSubsetOf("touch");
            assertThat(browser.get(node, "/session/count").body()).isEqualTo("2");
            assertThat(trips.take())
                    .as("a write at home")
                    .filteredOn(script -> !script.equals("touch"))
                    .containsExactly("save-hot");
            pair.heal();
            for (int i = 3; i < 9; i++) {
                assertThat(browser.get(i % 2 == 0 ? node : other, "/session/count")
                                .body())
                        .isEqualTo(Integer.toString(i));
            }
            Browser second = browser.copy();
            browser.get(other, "/session/logout");
            await().atMost(PATIENCE)
                    .until(() -> second.get(node, "/session/peek").body().equals("none"));
        }
    }

    @Test
    void aLoginOnANodeWithAWrongClockGoesOnOnTheOther() {
        clocks(OFF, -OFF);
        String credentials = Base64.getEncoder().encodeToString("anna:secret".getBytes(StandardCharsets.UTF_8));
        for (TomcatNode node : pair.nodes()) {
            TomcatNode other = node == a ? b : a;
            Browser browser = Browser.create();
            browser.get(node, "/session/count");
            assertThat(browser.get(node.url() + "/secure/x", "Authorization", "Basic " + credentials)
                            .body())
                    .isEqualTo("anna BASIC true 1");
            assertThat(browser.get(other, "/secure/x").body()).isEqualTo("anna BASIC true 2");
            assertThat(browser.get(node, "/secure/x").body()).isEqualTo("anna BASIC true 3");
        }
    }

    /** The clock of the node that makes a session says when it was made, on all nodes; no use is told to have come before. */
    @Test
    void noSessionWasUsedBeforeItWasMade() {
        clocks(OFF, -OFF);
        for (TomcatNode node : pair.nodes()) {
            Mortal mortal = Mortal.bornAt(node, "made-at-" + node.name(), Duration.ofHours(1));
            Times first = mortal.useAt(node);
            assertThat(first.created()).isBetween(first.now() - GRACE.toMillis(), first.now());
            for (int i = 0; i < 4; i++) {
                Times later = mortal.useAt(i % 2 == 0 ? b : a);
                assertThat(later.created()).isEqualTo(first.created());
                assertThat(later.lastAccessed()).isGreaterThanOrEqualTo(later.created());
            }
        }
    }

    // --------------------------------------------------------------------------------------------------------- death

    /** Its last use is known to nobody else: it may end no sooner for that, and no later than if it had been told. */
    @Test
    void aSessionWhoseNodeWasKilledBeforeTheUseWasToldEndsInTime() {
        Mortal mortal = usedWithoutTelling(b);
        long told = inRedis(mortal, "access");
        assertThat(inRedis(mortal, "deadline") - told)
                .as("its life, and as long as a use may go untold")
                .isEqualTo(LIFE.multipliedBy(5).dividedBy(4).toMillis());
        b.kill();
        await().atMost(PATIENCE).until(() -> mortal.endAmong(End.on(List.of(a))) != null);
        mortal.assertEndedInTime(mortal.endAmong(End.on(List.of(a))), GRACE);
        assertThat(mortal.wasUsedAfter(told)).isTrue();
        b.start().awaitStarted();
        assertThat(mortal.isKnownAt(a)).isFalse();
        assertThat(mortal.isKnownAt(b)).isFalse();
        assertThat(mortal.endAmong(End.on(pair.nodes()))).isNotNull();
    }

    /** Takes another one if the machine was so slow that the use had to be told. */
    private static Mortal usedWithoutTelling(TomcatNode node) {
        while (true) {
            Mortal mortal = Mortal.bornAt(node, "orphan", LIFE);
            long told = inRedis(mortal, "access");
            mortal.useAt(node);
            if (told == inRedis(mortal, "access")) {
                return mortal;
            }
        }
    }

    private static long inRedis(Mortal mortal, String field) {
        return mortal.inRedis(pair.redis(), field);
    }

    // --------------------------------------------------------------------------------------------------------- many

    /** The short form of {@code integration-tests/expiries}. */
    @Test
    void manyThatAreDueAtOnceEndOnceEachWhileVisitorsGoOn() {
        Expiries.Plan plan = new Expiries.Plan(
                MANY, Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(1), 10);
        ExpiriesReport report = Expiries.of(pair.redis(), pair.nodes(), plan);
        assertThat(report.latestMillis()).isLessThan(LONG.toMillis());
    }
}
