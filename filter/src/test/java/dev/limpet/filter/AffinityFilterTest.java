package dev.limpet.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AffinityFilterTest {

    private final FakeResponse response = new FakeResponse();
    private final AtomicReference<ServletRequest> reached = new AtomicReference<>();
    private final FilterChain application = (request, answer) -> reached.set(request);

    @AfterEach
    void forgetProperty() {
        System.clearProperty(StandaloneSetup.ROUTE_PROPERTY);
    }

    @Test
    void stampsBeforeTheApplicationRuns() throws Exception {
        FilterChain looks =
                (request, answer) -> assertThat(response.setCookies()).hasSize(1);

        started(Map.of("route", "node1")).doFilter(new FakeRequest().build(), response.facade, looks);

        assertThat(response.setCookies()).containsExactly("ROUTE=node1; Path=/; HttpOnly; SameSite=Lax");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REQUEST")
    void letsEveryDispatchButTheFirstPass(DispatcherType type) throws Exception {
        HttpServletRequest page = new FakeRequest().dispatcher(type).build();
        HttpServletRequest health =
                new FakeRequest().dispatcher(type).path("/_limpet/health", null).build();

        started(Map.of("route", "node1")).doFilter(page, response.facade, application);
        assertThat(reached.get()).isSameAs(page);
        started(Map.of("route", "node1")).doFilter(health, response.facade, application);
        assertThat(reached.get()).isSameAs(health);

        assertThat(response.headers).isEmpty();
    }

    @Test
    void answersHealthItself() throws Exception {
        HttpServletRequest health =
                new FakeRequest().path("/_limpet/health", null).build();

        started(Map.of("route", "node1")).doFilter(health, response.facade, application);

        assertThat(reached).hasNullValue();
        assertThat(response.text()).contains("\"state\":\"UP\"", "\"route\":\"node1\"", "\"redis\":\"none\"");
        assertThat(response.setCookies()).isEmpty();
    }

    @Test
    void takesTheRouteFromTheSystemProperty() throws Exception {
        System.setProperty(StandaloneSetup.ROUTE_PROPERTY, "node7");

        started(Map.of()).doFilter(new FakeRequest().build(), response.facade, application);

        assertThat(response.setCookies().get(0)).startsWith("ROUTE=node7;");
    }

    @Test
    void prefersTheInitParam() throws Exception {
        System.setProperty(StandaloneSetup.ROUTE_PROPERTY, "node7");

        started(Map.of("route", "node1")).doFilter(new FakeRequest().build(), response.facade, application);

        assertThat(response.setCookies().get(0)).startsWith("ROUTE=node1;");
    }

    @Test
    void refusesToStartWithoutARouteAndSaysHowToSetIt() {
        assertThatThrownBy(() -> started(Map.of()))
                .isInstanceOf(ServletException.class)
                .hasMessageContainingAll("Filter affinity", "no name", "-Dlimpet.route=node1", "init-param \"route\"");
    }

    @Test
    void refusesToStartWithAWrongValue() {
        assertThatThrownBy(() -> started(Map.of("route", "node.1"))).hasMessageContaining("route is \"node.1\"");
        assertThatThrownBy(() -> started(Map.of("route", "node1", "drainStatus", "500")))
                .hasMessageContaining("drainStatus is \"500\"");
    }

    @Test
    void refusesToStartWithAnUnknownName() {
        assertThatThrownBy(() -> started(Map.of("route", "node1", "afinityCookie", "R")))
                .hasMessageContainingAll("unknown init-param \"afinityCookie\"", "affinityCookie", "route");
    }

    @Test
    void lendsTheApplicationItsDrainSwitch() throws Exception {
        FakeConfig config = new FakeConfig(Map.of("route", "node1"));
        AffinityFilter filter = new AffinityFilter();
        filter.init(config);

        DrainSwitch.of(config.getServletContext()).orElseThrow().drain();
        filter.doFilter(new FakeRequest().cookies("ROUTE=node1").build(), response.facade, application);

        assertThat(response.setCookies().get(0)).startsWith("ROUTE=; Max-Age=0;");
    }

    @Test
    void sharesOneDrainSwitchAmongTheFiltersOfAContext() throws Exception {
        FakeConfig config = new FakeConfig(Map.of("route", "node1"));
        new AffinityFilter().init(config);
        DrainSwitch first = DrainSwitch.of(config.getServletContext()).orElseThrow();

        new AffinityFilter().init(config);

        assertThat(DrainSwitch.of(config.getServletContext())).containsSame(first);
    }

    @Test
    void leavesSessionStampsToTheCommitPointAndHandsTheRequestOnAsItIs() throws Exception {
        AffinityFilter filter = backedByCommitPoint(Map.of("stampWhen", "session"));
        HttpServletRequest request = new FakeRequest().requestedSession(true).build();

        filter.init(new FakeConfig(Map.of()));
        filter.doFilter(request, response.facade, application);

        assertThat(reached.get()).isSameAs(request);
        assertThat(response.headers).isEmpty();
    }

    @Test
    void stampsEarlyWithACommitPointToo() throws Exception {
        HttpServletRequest request = new FakeRequest().build();

        backedByCommitPoint(Map.of()).doFilter(request, response.facade, application);

        assertThat(reached.get()).isSameAs(request);
        assertThat(response.setCookies()).hasSize(1);
    }

    @Test
    void repairsAResetWithACommitPointTooBecauseThatOneMayOnlySeeSessions() throws Exception {
        FilterChain resets = (request, answer) -> response.facade.reset();

        backedByCommitPoint(Map.of()).doFilter(new FakeRequest().build(), response.facade, resets);

        assertThat(response.setCookies()).hasSize(1);
    }

    private static AffinityFilter started(Map<String, String> initParams) throws ServletException {
        AffinityFilter filter = new AffinityFilter();
        filter.init(new FakeConfig(initParams));
        return filter;
    }

    private static AffinityFilter backedByCommitPoint(Map<String, String> text) {
        AffinitySettings settings = AffinitySettings.parse(text::get);
        Route route = new Route("node1");
        DrainSwitch drain = new DrainSwitch(Clock.systemUTC());
        NodeStatus status = NodeStatus.standalone(Instant.EPOCH);
        return new AffinityFilter(
                new AffinityStamp(settings, route, drain), new HealthEndpoint(settings, route, drain, () -> status));
    }
}
