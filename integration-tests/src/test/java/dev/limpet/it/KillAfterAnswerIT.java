package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Nodes;

/**
 * A node that is killed the moment its client has the complete answer has lost nothing: another node has what was written. Four
 * victims, two of each Tomcat, take turns, so that three of them start while one is killed.
 */
class KillAfterAnswerIT {

    private static final int KILLS = 50;
    private static final List<String> WAYS = List.of(
            "small",
            "megabyte",
            "after-flush",
            "redirect",
            "error-page",
            "async",
            "close-at-content-length",
            "after-forward");

    private static RedisServer redis;
    private static Nodes nodes;
    private static TomcatNode reader;
    private static final List<TomcatNode> VICTIMS = new ArrayList<>();

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        nodes = new Nodes(redis.url());
        reader = nodes.start(11, "reader");
        for (int i = 0; i < 4; i++) {
            VICTIMS.add(victim(i));
        }
        nodes.awaitStarted();
    }

    /** Patient with Redis: three others start at the same time, and a 503 would only say that the machine is busy. */
    private static TomcatNode victim(int number) {
        String patient = Nodes.contextXml("storeTimeoutMillis=\"10000\"");
        return nodes.start(number % 2 == 0 ? 10 : 11, "victim" + number, builder -> builder.contextXml(patient));
    }

    @AfterAll
    static void stop() {
        VICTIMS.clear();
        nodes.close();
        redis.close();
    }

    @Test
    void nothingThatWasAnsweredIsLostInFiftyKills() {
        Browser browser = Browser.create();
        browser.get(reader, "/session/count");
        for (int kill = 1; kill <= KILLS; kill++) {
            TomcatNode victim = VICTIMS.get(kill % VICTIMS.size()).awaitStarted();
            String way = WAYS.get(kill % WAYS.size());
            Answer answer = browser.get(victim, "/way/" + way + "?value=" + kill);
            victim.kill();

            assertThat(answer.status()).as("answer to %s", way).isLessThan(500);
            assertThat(browser.get(reader, "/session/get?name=way").body())
                    .as(way)
                    .isEqualTo(Integer.toString(kill));
            victim.start();
        }
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
