package dev.limpet.it.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Jmx;
import dev.limpet.it.harness.Nodes;
import dev.limpet.it.harness.TestWar;
import dev.limpet.it.harness.Webapp;

/**
 * Two versions of an application side by side: who has a session stays with the version that has it at home, and moves to the newest when that version or its
 * node is gone. The classes of both have the same names.
 */
class ParallelDeploymentIT {

    private static RedisServer redis;
    private static Nodes nodes;
    private static TomcatNode ten;
    private static TomcatNode eleven;
    private static Path war;

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        nodes = new Nodes(redis.url());
        ten = nodes.start(10, "ten", builder -> builder.jvmOption(Jmx.AT_START));
        eleven = nodes.start(11, "eleven", builder -> builder.jvmOption(Jmx.AT_START));
        nodes.awaitStarted();
        war = TestWar.withBasicLogin();
    }

    @AfterAll
    static void stop() {
        nodes.close();
        redis.close();
    }

    @BeforeEach
    void startWhatWasKilled() {
        if (!ten.isAlive()) {
            ten.start().awaitStarted();
        }
    }

    private static void deploy(String name) {
        new Webapp(ten, name).deploy(war);
        new Webapp(eleven, name).deploy(war);
    }

    /** @return version, node and the session's count */
    private static String visit(Browser browser, TomcatNode node, String path) {
        Answer answer = browser.post(node.url() + path + "/served", "");
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.header("Version").orElseThrow() + " " + answer.body();
    }

    /** How often listeners of any version on any node were told of the session's end. */
    private static long ends(String sessionId) {
        return (ten.log() + eleven.log())
                .lines()
                .filter(line -> line.endsWith("destroyed " + sessionId))
                .count();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 11})
    void aClientStaysWithItsVersionAsLongAsThatIsThere(int major) {
        TomcatNode node = major == 10 ? ten : eleven;
        TomcatNode other = major == 10 ? eleven : ten;
        String path = "/on" + major;
        deploy(path + "##1");
        Browser stays = Browser.create();
        Browser moves = Browser.create();
        Browser leaves = Browser.create();
        assertThat(visit(stays, node, path)).isEqualTo("1 " + node.name() + " 1");
        assertThat(visit(moves, other, path)).isEqualTo("1 " + other.name() + " 1");
        assertThat(visit(leaves, node, path)).isEqualTo("1 " + node.name() + " 1");
        String id = stays.cookies().sessionId();
        String leaver = leaves.cookies().sessionId();

        deploy(path + "##2");
        assertThat(visit(stays, node, path)).isEqualTo("1 " + node.name() + " 2");
        assertThat(visit(Browser.create(), node, path)).isEqualTo("2 " + node.name() + " 1");
        assertThat(visit(stays, node, path)).isEqualTo("1 " + node.name() + " 3");

        assertThat(visit(moves, node, path)).isEqualTo("2 " + node.name() + " 2");
        assertThat(moves.cookies().suffix()).isEqualTo(node.name());
        assertThat(visit(moves, node, path)).isEqualTo("2 " + node.name() + " 3");

        assertThat(leaves.get(node, path + "/session/logout").body()).isEqualTo("out");
        assertThat(visit(leaves, node, path)).isEqualTo("2 " + node.name() + " 1");
        assertThat(leaves.cookies().sessionId()).isNotEqualTo(leaver);

        new Webapp(node, path + "##1").undeploy();
        assertThat(visit(stays, node, path)).isEqualTo("2 " + node.name() + " 4");
        assertThat(stays.cookies().sessionId()).isEqualTo(id);
        assertThat(stays.cookies().suffix()).isEqualTo(node.name());
        assertThat(ends(leaver)).isEqualTo(1);
        assertThat(ends(id)).isZero();
        assertThat(ends(moves.cookies().sessionId())).isZero();
    }

    /** With a session in the root application too, whose cookie comes along. */
    @Test
    void aNodesDeathLeadsItsClientsToTheNewestVersionElsewhere() {
        String path = "/death";
        new Webapp(ten, path + "##1").deploy(war);
        Browser browser = Browser.create();
        assertThat(visit(browser, ten, path)).isEqualTo("1 ten 1");
        String id = browser.cookies().sessionId();
        browser.get(ten, "/session/count");
        deploy(path + "##2");
        new Webapp(eleven, path + "##1").deploy(war);
        Jmx.undeployOldVersions(ten);
        assertThat(visit(browser, ten, path)).isEqualTo("1 ten 2");
        ten.kill();
        assertThat(visit(browser, eleven, path)).isEqualTo("2 eleven 3");
        assertThat(visit(browser, eleven, path)).isEqualTo("2 eleven 4");
        assertThat(browser.get(eleven, "/session/count").body()).isEqualTo("2");
        assertThat(browser.cookies().sessionId()).isEqualTo(id);
        assertThat(ends(id)).isZero();

        Jmx.undeployOldVersions(eleven);
        assertThat(eleven.base().resolve("webapps/death##1")).doesNotExist();
        assertThat(visit(browser, eleven, path)).isEqualTo("2 eleven 5");
    }
}
