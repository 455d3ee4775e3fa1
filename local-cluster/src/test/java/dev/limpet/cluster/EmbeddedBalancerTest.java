package dev.limpet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedBalancerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private FakeNode node1;
    private FakeNode node2;
    private FakeNode node3;
    private EmbeddedBalancer balancer;

    @BeforeEach
    void start() throws IOException {
        node1 = FakeNode.start("node1");
        node2 = FakeNode.start("node2");
        node3 = FakeNode.start("node3");
        balancer = EmbeddedBalancer.start(FreePort.any(), List.of(node1.target(), node2.target(), node3.target()));
    }

    @AfterEach
    void close() {
        balancer.close();
        List.of(node1, node2, node3).forEach(FakeNode::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"node2", ".node2"})
    void followsTheCookie(String cookie) throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(get(cookie).body()).isEqualTo("node2 GET");
        }
    }

    @Test
    void spreadsThoseWithoutACookie() throws Exception {
        assertThat(answers(6, null)).containsExactlyInAnyOrder("node1 GET", "node2 GET", "node3 GET");
    }

    @Test
    void spreadsThoseWithACookieOfNobody() throws Exception {
        assertThat(answers(6, "node9")).hasSize(3);
    }

    @Test
    void sendsAClientOfADeadNodeToAnotherWithoutAnError() throws Exception {
        get("node2");
        node2.close();
        for (int i = 0; i < 10; i++) {
            HttpResponse<String> answer = get("node2");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isIn("node1 GET", "node3 GET");
        }
    }

    @Test
    void sendsAPostToAnotherWhenItsNodeRefuses() throws Exception {
        node2.close();
        HttpResponse<String> answer = client.send(
                request("node2")
                        .POST(HttpRequest.BodyPublishers.ofString("text"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isIn("node1 POST", "node3 POST");
    }

    @Test
    void servesAsLongAsOneNodeIsLeft() throws Exception {
        node1.close();
        node2.close();
        for (String cookie : List.of("node1", "node2", "node3")) {
            assertThat(get(cookie).body()).isEqualTo("node3 GET");
        }
    }

    @Test
    void comesBackToANodeThatIsBack() throws Exception {
        node2.close();
        assertThat(get("node2").body()).doesNotStartWith("node2");
        node2 = node2.startAgain();
        await().until(() -> get("node2").body().startsWith("node2"));
    }

    @Test
    void sendsNoNewClientsToADrainingNodeButKeepsItsOwn() throws Exception {
        node1.healthAnswers(404);
        await().until(() -> answers(6, null).equals(Set.of("node2 GET", "node3 GET")));
        assertThat(get("node1").body()).isEqualTo("node1 GET");
    }

    @Test
    void sendsNobodyToANodeThatHangs() {
        node1.hang();
        await().ignoreExceptionsInstanceOf(HttpTimeoutException.class)
                .until(() -> answers(6, null).equals(Set.of("node2 GET", "node3 GET")));
    }

    private Set<String> answers(int count, String cookie) throws Exception {
        Set<String> answers = new HashSet<>();
        for (int i = 0; i < count; i++) {
            answers.add(get(cookie).body());
        }
        return answers;
    }

    private HttpResponse<String> get(String cookie) throws Exception {
        return client.send(request(cookie).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String cookie) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(balancer.url() + "/"))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(2));
        return cookie == null ? request : request.header("Cookie", "other=1; ROUTE=" + cookie);
    }
}
