package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Nodes;
import dev.limpet.it.harness.Wire;
import dev.limpet.it.harness.Wires;

/**
 * A node that is killed the moment its clients have their complete answers has lost nothing: another node has what was written,
 * in whatever way each was answered. Four victims, two of each Tomcat, take turns, so that three of them start while one is
 * killed. {@code -Dkill.crowd=1} is the long form: a kill for each answer.
 */
class KillAfterAnswerIT {

    private static final int CROWD = Integer.getInteger("kill.crowd", 30);
    private static final int BOTH = 2;

    private static RedisServer redis;
    private static Nodes nodes;
    private static Wires wires;
    private static TomcatNode reader;
    private static int kills;
    private static final List<TomcatNode> VICTIMS = new ArrayList<>();

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        nodes = new Nodes(redis.url());
        wires = new Wires();
        reader = nodes.start(11, "reader");
        for (int i = 0; i < 4; i++) {
            VICTIMS.add(victim(i));
        }
        nodes.awaitStarted();
    }

    /** Patient with Redis: three others start at the same time, and a 503 would only say that the machine is busy. */
    private static TomcatNode victim(int number) {
        String patient = Wires.forwardingWrapped(Nodes.contextXml("storeTimeoutMillis=\"10000\""));
        String name = "victim" + number;
        return nodes.start(
                number % 2 == 0 ? 10 : 11, name, node -> wires.open(name, node).contextXml(patient));
    }

    @AfterAll
    static void stop() {
        System.out.println(kills + " kills");
        VICTIMS.clear();
        wires.close();
        nodes.close();
        redis.close();
    }

    @ParameterizedTest
    @EnumSource
    void nothingThatWasAnsweredIsLost(Wire wire) {
        for (List<Answering> crowd : crowds(wire)) {
            for (int tomcat = 0; tomcat < BOTH; tomcat++) {
                killAfterAnswers(wire, crowd);
            }
        }
    }

    /**
     * The answer to a timeout is alone: Tomcat looks once a second for what is due, and the other answers would be long past.
     * Packed answers come without it, which saves kills.
     */
    private static List<List<Answering>> crowds(Wire wire) {
        Map<Boolean, List<Answering>> late = Answering.over(wire).stream()
                .collect(Collectors.partitioningBy(answering -> answering.way() == Way.ASYNC_TIMEOUT));
        List<List<Answering>> crowds = new ArrayList<>();
        if (!wire.isCompressed()) {
            crowds.add(late.get(true));
        }
        List<Answering> rest = late.get(false);
        for (int from = 0; from < rest.size(); from += CROWD) {
            crowds.add(rest.subList(from, Math.min(from + CROWD, rest.size())));
        }
        return crowds;
    }

    /** The next victim, which is of the other Tomcat. */
    private static void killAfterAnswers(Wire wire, List<Answering> answerings) {
        TomcatNode victim = VICTIMS.get(kills++ % VICTIMS.size()).awaitStarted();
        String url = wires.url(wire, victim);
        wire.browser().get(url + "/free");
        Crowd crowd = new Crowd(answerings, wire::browser);
        crowd.get(reader, "/session/count");

        crowd.change(url, "changed");
        crowd.awaitEnd();
        victim.kill();

        victim.start();
        crowd.assertAnswered(wire);
        crowd.assertChanged(reader, "changed");
    }

    @Test
    void aNewSessionSurvivesTheNodeThatMadeIt() {
        TomcatNode victim = VICTIMS.get(0).awaitStarted();
        Browser browser = Browser.create();
        assertThat(browser.get(victim, "/session/count").body()).isEqualTo("1");
        victim.kill();

        assertThat(browser.get(reader, "/session/count").body()).isEqualTo("2");
        victim.start();
    }
}
