package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.limpet.cluster.Project;
import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Nodes;
import dev.limpet.it.harness.TestWar;

/**
 * A wrong configuration stops the application that has it, says in the log what is wrong, and does not touch the others on the
 * same Tomcat. One Tomcat carries an application for each mistake and a healthy one.
 */
class BadConfigurationIT {

    private static final String PASSWORD = "opensesame";

    @TempDir
    private static Path temp;

    private static RedisServer redis;
    private static Nodes nodes;
    private static TomcatNode node;
    private static TomcatNode nameless;

    private final Browser browser = Browser.create();

    @BeforeAll
    static void start() throws Exception {
        redis = RedisServer.start();
        nodes = new Nodes(redis.url());
        Path yaml = Files.writeString(temp.resolve("broken.yaml"), "singleServerConfig:\n  address: [\n");
        String url = "redis=\"" + redis.url() + "\"";
        node = nodes.start(10, "node1", builder -> builder.war(
                        "/url", TestWar.withManager("redis=\"redis://anna:" + PASSWORD + "@127.0.0.1:no-port\""))
                .war("/yaml", TestWar.withManager("redissonConfig=\"" + yaml + "\""))
                .war("/missing-yaml", TestWar.withManager("redissonConfig=\"" + temp.resolve("nowhere.yaml") + "\""))
                .war("/range", TestWar.withManager(url + " storeTimeoutMillis=\"5\""))
                .war("/number", TestWar.withManager(url + " leaseMillis=\"ten\""))
                .war("/unknown", TestWar.withManager(url + " leaseMilis=\"10\""))
                .war("/pattern", TestWar.withManager(url + " sessionAttributeNameFilter=\"[\""))
                .war("/healthy", TestWar.withManager(url + " leaseMillis=\"1000\"")));
        nameless = nodes.start(
                11,
                "node2",
                builder -> builder.serverXml(
                        Nodes.replaced(Project.locate().serverXml(), "jvmRoute=\"${node.name}\"", "")));
        nodes.awaitStarted();
    }

    @AfterAll
    static void stop() {
        nodes.close();
        redis.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "/url          | redis=\"redis://***@127.0.0.1:no-port\"",
                "/yaml         | broken.yaml\" cannot be used: line 3",
                "/missing-yaml | nowhere.yaml\" cannot be used: there is no such file",
                "/range        | storeTimeoutMillis=\"5\": must be a whole number from 10 to 60000",
                "/number       | leaseMillis=\"ten\": must be a whole number from 0 to 60000",
                "/unknown      | unknown attribute of <Manager>: leaseMilis",
                "/pattern      | sessionAttributeNameFilter=\"[\": must be a regular expression: Unclosed character class"
            })
    void theApplicationDoesNotStartAndTheLogSaysWhy(String context, String message) {
        assertThat(node.log())
                .contains("<Manager> of the context " + context + ": ")
                .contains(message);
        assertThat(browser.get(node, context + "/session/count").status()).isEqualTo(404);
    }

    @Test
    void aNodeWithoutANameDoesNotStartItsApplicationsAndSaysHowToGiveItOne() {
        assertThat(nameless.log()).contains("this node has no name: set jvmRoute on <Engine> in server.xml");
        assertThat(browser.get(nameless, "/session/count").status()).isEqualTo(404);
    }

    @Test
    void noPasswordIsInTheLog() {
        assertThat(node.log()).doesNotContain(PASSWORD);
    }

    @Test
    void theOtherApplicationsOfTheSameTomcatRun() {
        assertThat(browser.get(node, "/session/count").body()).isEqualTo("1");
        assertThat(browser.get(node, "/healthy/session/count").body()).isEqualTo("1");
        assertThat(browser.get(node, "/healthy/session/count").body()).isEqualTo("2");
        assertThat(browser.get(node, "/session/count").body()).isEqualTo("2");
    }
}
