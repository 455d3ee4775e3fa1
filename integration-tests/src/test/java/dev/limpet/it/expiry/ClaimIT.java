package dev.limpet.it.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.limpet.cluster.TomcatNode;
import dev.limpet.cluster.proxy.Hold;
import dev.limpet.it.harness.Exchange;
import dev.limpet.it.harness.ManyConnections;
import dev.limpet.it.harness.Nodes;
import dev.limpet.it.harness.Pair;
import dev.limpet.it.harness.Trips;

/** How a session ends, step by step: what it is due by, who claims it, and what comes too late. Calls are held on their way to Redis. */
class ClaimIT {

    private static final Duration LIFE = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ATTRIBUTES =
            "leaseMillis=\"60000\" beatMillis=\"100\" touchIntervalSeconds=\"1\" storeTimeoutMillis=\"30000\"";

    /** Longer than any test holds a finish; a node that dies is waited for that long. */
    private static final String CLAIM_SECONDS = "5";

    private static Pair pair;
    private static TomcatNode a;
    private static TomcatNode b;

    /** The test's session, once it is there: others may still be ending. */
    private volatile String id;

    @BeforeAll
    static void start() {
        String contextXml = ManyConnections.contextXml(ATTRIBUTES);
        pair = new Pair(
                builder -> Nodes.endingPromptly(contextXml).apply(builder).property("claim.seconds", CLAIM_SECONDS));
        a = pair.node(10);
        b = pair.node(11);
    }

    @AfterEach
    void heal() {
        pair.heal();
        pair.nodes().stream().filter(node -> !node.isAlive()).forEach(node -> node.start()
                .awaitStarted());
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    private Mortal born() {
        Mortal mortal = Mortal.bornAt(a, "mortal", LIFE);
        id = mortal.id();
        return mortal;
    }

    private Predicate<List<String>> ofTheSession(String script) {
        return Trips.only(script).and(words -> id != null && words.stream().anyMatch(word -> word.endsWith(id)));
    }

    private Hold holdAtA(String script) {
        return pair.proxy(10).hold(ofTheSession(script));
    }

    private Hold holdAtB(String script) {
        return pair.proxy(11).hold(ofTheSession(script));
    }

    /** Reads in the session meanwhile: from the memory of its home, for what it has to tell is held. */
    private static void usesUntilArrived(Mortal mortal, Hold call) {
        await().atMost(PATIENCE).until(() -> {
            mortal.useAt(a);
            return !call.arrived().isEmpty();
        });
    }

    private static void awaitUnknownAt(TomcatNode node, Mortal mortal) {
        await().atMost(PATIENCE).until(() -> !mortal.isKnownAt(node));
    }

    /** Its home has nothing to tell of; it is due though nobody comes to end it. */
    @Test
    void nobodyIsServedASessionThatIsDue() {
        Hold atA = holdAtA("claim");
        Hold atB = holdAtB("claim");
        Mortal mortal = born();
        atA.awaitArrived();
        atB.awaitArrived();

        assertThat(mortal.isKnownAt(a)).isFalse();
        assertThat(mortal.isKnownAt(b)).isFalse();
    }

    @Test
    void whatIsUsedBeforeTheClaimGetsThereIsNotClaimed() {
        holdAtA("touch");
        holdAtA("claim");
        Hold claim = holdAtB("claim");
        Hold claimed = pair.proxy(11).holdReply(ofTheSession("claim"));
        Mortal mortal = born();
        usesUntilArrived(mortal, claim);
        assertThat(mortal.begin(a, "/session/set?name=x&value=late").await().status())
                .isEqualTo(200);
        claim.release();
        claimed.awaitArrived();
        claimed.release();

        assertThat(mortal.isKnownAt(b)).isTrue();
        assertThat(mortal.endAmong(End.on(pair.nodes()))).isNull();
    }

    /** It has told nobody of its user's last requests, and nobody else but it knows better. */
    @Test
    void itsHomeIsTold() {
        holdAtA("touch");
        holdAtA("claim");
        Mortal mortal = born();

        awaitUnknownAt(a, mortal);
        await().atMost(PATIENCE).until(() -> mortal.endAmong(End.on(List.of(b))) != null);
    }

    /** The save tells of a use as well, by which a session that it revived would live. */
    @Test
    void aSaveThatComesAfterTheClaimRevivesNothing() {
        holdAtA("claim");
        Hold finish = holdAtB("finish");
        Mortal mortal = born();
        await().pollDelay(LIFE.dividedBy(3)).until(() -> true);
        Hold save = holdAtA("save");
        Exchange saving = mortal.begin(a, "/session/set?name=x&value=late");
        save.awaitArrived();
        finish.awaitArrived();
        save.release();
        saving.await();
        finish.release();

        assertIsOver(mortal);
    }

    private static void assertIsOver(Mortal mortal) {
        awaitUnknownAt(a, mortal);
        awaitUnknownAt(b, mortal);
        assertThat(mortal.endAmong(End.on(pair.nodes()))).isNotNull();
    }

    @Test
    void aTouchThatComesAfterTheClaimRevivesNothing() {
        holdAtA("claim");
        Hold touches = holdAtA("touch");
        Hold touched = pair.proxy(10).holdReply(ofTheSession("touch"));
        Hold finish = holdAtB("finish");
        Mortal mortal = born();
        usesUntilArrived(mortal, touches);
        finish.awaitArrived();
        touches.release();
        touched.awaitArrived();
        touched.release();
        finish.release();

        assertIsOver(mortal);
    }

    /** It tells an age, so the longer it is under way, the later a use it seems to tell of; the home tells of this one when it is some hundred milliseconds old. */
    @Test
    void aTouchThatComesAfterALaterUseSetsNothingBack() {
        Hold touches = holdAtA("touch");
        Hold touched = pair.proxy(10).holdReply(ofTheSession("touch"));
        Mortal mortal = born();
        mortal.useAt(a);
        touches.awaitArrived();
        mortal.useAt(b);
        long used = mortal.inRedis(pair.redis(), "access");
        touches.release();
        touched.awaitArrived();
        touched.release();

        assertThat(mortal.inRedis(pair.redis(), "access")).isGreaterThanOrEqualTo(used);
    }

    /** The next one does it when the claim is over. */
    @Test
    void aNodeThatDiesBetweenClaimAndFinishHasToldNobodyForGood() {
        Hold finish = holdAtA("finish");
        Hold atB = holdAtB("claim");
        Mortal mortal = born();
        finish.awaitArrived();
        assertThat(mortal.endAmong(End.on(List.of(a)))).isNotNull();
        a.kill();
        atB.release();

        await().atMost(PATIENCE).until(() -> mortal.endAmong(End.on(List.of(b))) != null);
        assertThat(mortal.isKnownAt(b)).isFalse();
    }
}
