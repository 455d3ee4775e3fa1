package dev.limpet.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthEndpointTest {

    private static final Instant STARTED = Instant.parse("2026-11-01T10:00:00Z");
    private static final Instant DRAINED = Instant.parse("2026-11-01T11:00:00Z");

    private final DrainSwitch drain = new DrainSwitch(Clock.fixed(DRAINED, ZoneOffset.UTC));
    private final FakeResponse response = new FakeResponse();
    private NodeStatus status = new NodeStatus(NodeStatus.State.UP, NodeStatus.Redis.UP, OptionalInt.of(7), STARTED);

    @Test
    void saysUp() throws IOException {
        get(Map.of());

        assertThat(response.status).isEqualTo(200);
        assertThat(response.text())
                .isEqualTo("{\"state\":\"UP\",\"route\":\"node1\",\"redis\":\"up\",\"localSessions\":7,"
                        + "\"since\":\"2026-11-01T10:00:00Z\"}\n");
        assertThat(response.headers)
                .containsEntry("Content-Type", List.of("application/json"))
                .containsEntry("Cache-Control", List.of("no-store"))
                .containsEntry("Content-Length", List.of("" + response.body.size()))
                .doesNotContainKey("Set-Cookie");
    }

    @Test
    void staysUpWhenRedisIsDownAndSaysSo() throws IOException {
        status = new NodeStatus(NodeStatus.State.UP, NodeStatus.Redis.DOWN, OptionalInt.of(7), STARTED);

        get(Map.of());

        assertThat(response.status).isEqualTo(200);
        assertThat(response.text()).contains("\"redis\":\"down\"");
    }

    @Test
    void saysNullWhenItDoesNotKnowItsSessions() throws IOException {
        status = NodeStatus.standalone(STARTED);

        get(Map.of());

        assertThat(response.text()).contains("\"redis\":\"none\"", "\"localSessions\":null");
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 404})
    void answersADrainWithTheDrainsStatus(int drainStatus) throws IOException {
        drain.drain();

        get(Map.of("drainStatus", "" + drainStatus));

        assertThat(response.status).isEqualTo(drainStatus);
        assertThat(response.text()).contains("\"state\":\"DRAINING\"", "\"since\":\"2026-11-01T11:00:00Z\"");
    }

    @Test
    void isDownEvenInADrain() throws IOException {
        drain.drain();
        status = new NodeStatus(NodeStatus.State.DOWN, NodeStatus.Redis.UNKNOWN, OptionalInt.of(0), STARTED);

        get(Map.of("drainStatus", "404"));

        assertThat(response.status).isEqualTo(503);
        assertThat(response.text()).contains("\"state\":\"DOWN\"", "\"redis\":\"unknown\"", "T10:00");
    }

    @Test
    void answersHeadWithoutABody() throws IOException {
        drain.drain();

        endpoint(Map.of()).answer(new FakeRequest().method("HEAD").build(), response.facade);

        assertThat(response.status).isEqualTo(503);
        assertThat(response.body.size()).isZero();
        assertThat(response.headers).containsKey("Content-Length");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "BREW"})
    void refusesOtherMethods(String method) throws IOException {
        endpoint(Map.of()).answer(new FakeRequest().method(method).build(), response.facade);

        assertThat(response.status).isEqualTo(405);
        assertThat(response.headers).containsEntry("Allow", List.of("GET, HEAD"));
        assertThat(response.body.size()).isZero();
    }

    @Test
    void knowsItsPathUnderAnyServletMapping() {
        HealthEndpoint health = endpoint(Map.of());

        assertThat(health.isHealth(
                        new FakeRequest().path("/_limpet/health", null).build()))
                .isTrue();
        assertThat(health.isHealth(new FakeRequest().path("", "/_limpet/health").build()))
                .isTrue();
        assertThat(health.isHealth(new FakeRequest().path("/_limpet", "/health").build()))
                .isTrue();
        assertThat(health.isHealth(
                        new FakeRequest().path("/_limpet/health", "/x").build()))
                .isFalse();
        assertThat(health.isHealth(new FakeRequest().path("/", null).build())).isFalse();
    }

    @Test
    void hasNoPathWhenNoneIsSet() {
        assertThat(endpoint(Map.of("healthPath", ""))
                        .isHealth(new FakeRequest().path("", null).build()))
                .isFalse();
    }

    private void get(Map<String, String> settings) throws IOException {
        endpoint(settings).answer(new FakeRequest().build(), response.facade);
    }

    private HealthEndpoint endpoint(Map<String, String> settings) {
        return new HealthEndpoint(AffinitySettings.parse(settings::get), new Route("node1"), drain, () -> status);
    }
}
