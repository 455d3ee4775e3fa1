package dev.limpet.it.arquillian;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.time.Duration;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import dev.limpet.cluster.Project;
import dev.limpet.cluster.RedisCommands;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.CookieJar;
import dev.limpet.it.harness.Nodes;

/** The sample application with the manager of conf/context.xml in its own META-INF/context.xml. */
@ExtendWith({RedisForDeployment.class, ArquillianExtension.class})
@RunAsClient
class SampleWebappIT {

    private static final String NODE = "embedded";

    @ArquillianResource
    private URL application;

    private final Browser browser = Browser.create();

    /** The embedded Engine has no jvmRoute: the node's name stands on the manager. */
    @Deployment(testable = false)
    static WebArchive sample() {
        String context = Nodes.contextXml("route=\"" + NODE + "\"");
        return ShrinkWrap.createFromZipFile(
                        WebArchive.class, Project.locate().sampleWar().toFile())
                .addAsManifestResource(new StringAsset(context), "context.xml");
    }

    private String url(String path) {
        return application + path;
    }

    @Test
    void aCartFillsOverSeveralRequestsAndIsInRedis() {
        browser.post(url("api/cart"), "add=barnacle");
        Answer second = browser.post(url("api/cart"), "add=limpet");

        assertThat(second.status()).isEqualTo(200);
        assertThat(browser.get(url("api/state")).body()).contains("\"name\":\"barnacle\"", "\"name\":\"limpet\"");
        assertThat(browser.cookies().suffix()).isEqualTo(NODE);
        assertThat(browser.cookies().value(CookieJar.ROUTE)).isEqualTo(NODE);
        assertThat(sessionsInRedis()).contains(":session:" + browser.cookies().sessionId());
    }

    @Test
    void aLoginGivesANewIdAndKeepsTheSession() {
        browser.post(url("api/counter"), "");
        String before = browser.cookies().sessionId();

        browser.post(url("api/login"), "name=anna");

        assertThat(browser.cookies().sessionId()).isNotEqualTo(before);
        assertThat(browser.get(url("api/state")).body()).contains("\"visitor\":\"anna\"", "\"counter\":1");
    }

    @Test
    void afterALogoutThereIsNoSession() {
        browser.post(url("api/counter"), "");
        browser.post(url("api/logout"), "");
        assertThat(browser.get(url("api/state")).body()).contains("\"session\":null");
    }

    private static String sessionsInRedis() {
        String redis = System.getProperty("limpet.redis");
        int port = Integer.parseInt(redis.substring(redis.lastIndexOf(':') + 1));
        try (RedisCommands commands = RedisCommands.connect(port, Duration.ofSeconds(10))) {
            return String.join("\n", commands.list("KEYS", "*:session:*"));
        }
    }
}
