package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.apache.catalina.valves.RemoteIpValve;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.limpet.redis.RedisServerFixture;

/** A node is told to let its clients go, and to take them again: by JMX, by a request, and what its balancer hears of it. */
class DrainTest {

    private static final String TOKEN = "a token that nobody guesses";

    private final HttpClient http = HttpClient.newHttpClient();
    private final RedisServerFixture redis = RedisServerFixture.start();
    private int agentPort;
    private EmbeddedNode node;

    @BeforeEach
    void start() throws Exception {
        agentPort = freePort();
        Map<String, String> attributes = new HashMap<>(Cluster.STILL);
        attributes.put("redis", redis.url());
        attributes.put("drainToken", TOKEN);
        attributes.put("agentPort", Integer.toString(agentPort));
        node = new EmbeddedNode("node1", attributes, Cluster.errands()).start();
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        redis.close();
    }

    @Test
    void anOperatorDrainsAndUndrainsByJmx() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName manager = beans.queryNames(new ObjectName("*:type=Manager,*"), null).stream()
                .filter(name -> "/".equals(name.getKeyProperty("context")))
                .findFirst()
                .orElseThrow();
        assertThat(health()).isEqualTo(200);

        beans.invoke(manager, "drain", null, null);
        assertThat(health()).isEqualTo(503);
        assertThat(beans.getAttribute(manager, "draining")).isEqualTo(true);
        assertThat(agentCheck()).isEqualTo("drain\n");

        beans.invoke(manager, "undrain", null, null);
        assertThat(health()).isEqualTo(200);
        assertThat(beans.getAttribute(manager, "draining")).isEqualTo(false);
    }

    @Test
    void aDrainingNodeServesEverythingAndTakesItsCookieOff() throws Exception {
        Guest guest = new Guest();
        guest.set(node, "x", 1);
        assertThat(guest.browser().cookie("ROUTE")).isEqualTo("node1");

        assertThat(post("/_limpet/drain")).isEqualTo(204);
        assertThat(guest.get(node, "x")).isEqualTo(1);
        assertThat(guest.browser().cookie("ROUTE")).isNull();
        guest.set(node, "x", 2);
        assertThat(guest.browser().cookie("ROUTE")).isNull();

        assertThat(post("/_limpet/undrain")).isEqualTo(204);
        assertThat(guest.get(node, "x")).isEqualTo(2);
        assertThat(guest.browser().cookie("ROUTE")).isEqualTo("node1");
    }

    @Test
    void whoComesThroughAProxyNeedsTheToken() throws Exception {
        for (String proxy : List.of("X-Forwarded-For", "x-forwarded-host", "X-Real-IP", "Forwarded", "Via")) {
            assertThat(post("/_limpet/drain", proxy, "127.0.0.1")).as(proxy).isEqualTo(403);
        }
        assertThat(post("/_limpet/drain", "Via", "1.1 x", "Authorization", "Bearer " + TOKEN + "x"))
                .isEqualTo(403);
        assertThat(post("/_limpet/drain", "Via", "1.1 x", "Authorization", "Bearer "))
                .isEqualTo(403);
        assertThat(health()).isEqualTo(200);

        assertThat(post("/_limpet/drain", "Via", "1.1 x", "Authorization", "Bearer " + TOKEN))
                .isEqualTo(204);
        assertThat(health()).isEqualTo(503);
    }

    @Test
    void whoComesThroughAProxyIsNotLocalBecauseARemoteIpValveBelievesThatHeIs() throws Exception {
        node.context().getParent().getPipeline().addValve(new RemoteIpValve());
        assertThat(post("/_limpet/drain", "X-Forwarded-For", "127.0.0.1")).isEqualTo(403);
        assertThat(post("/_limpet/drain", "X-Forwarded-For", "127.0.0.1, 10.1.2.3"))
                .isEqualTo(403);
        assertThat(health()).isEqualTo(200);
        assertThat(post("/_limpet/drain")).as("who comes by himself").isEqualTo(204);
    }

    @Test
    void aGetDrainsNothing() throws Exception {
        HttpResponse<String> answer = send(request("/_limpet/drain").GET());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
        assertThat(health()).isEqualTo(200);
    }

    @Test
    void theAgentCheckSaysHowMuchIsFreeAndThatItDrains() throws Exception {
        assertThat(agentCheck()).matches("ready up \\d{1,3}%\n");
        post("/_limpet/drain");
        assertThat(agentCheck()).isEqualTo("drain\n");
        post("/_limpet/undrain");
        assertThat(agentCheck()).matches("ready up \\d{1,3}%\n");
    }

    @Test
    void anAgentPortThatIsTakenStopsTheStartAndIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> AgentCheck.open(taken.getLocalPort(), null, () -> 100))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("agentPort=\"" + taken.getLocalPort() + "\"");
        }
    }

    private int health() throws Exception {
        return send(request("/_limpet/health").GET()).statusCode();
    }

    private int post(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request).statusCode();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(node.url(path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** As HAProxy does it: connect, read to the end. */
    private String agentCheck() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), agentPort)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
