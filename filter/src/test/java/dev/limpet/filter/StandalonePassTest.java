package dev.limpet.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.Test;

class StandalonePassTest {

    private final DrainSwitch drain = new DrainSwitch(Clock.systemUTC());
    private final FakeResponse response = new FakeResponse();
    private final AtomicReference<ServletRequest> reached = new AtomicReference<>();
    private final FilterChain idle = (request, answer) -> reached.set(request);
    private final FilterChain resets = (request, answer) -> response.facade.reset();
    private final FilterChain asksForSession = (request, answer) -> ((HttpServletRequest) request).getSession(false);
    private final FilterChain makesSession = (request, answer) -> ((HttpServletRequest) request).getSession();

    @Test
    void repairsTheStampOfAResetResponse() throws Exception {
        always().through(new FakeRequest().build(), response.facade, resets);

        assertThat(response.setCookies()).hasSize(1);
        assertThat(response.cacheControl()).containsExactly("private");
    }

    @Test
    void leavesAResponseAloneThatAnotherThreadHas() throws Exception {
        always().through(new FakeRequest().goesAsync().build(), response.facade, resets);

        assertThat(response.headers).isEmpty();
    }

    @Test
    void repairsNothingWhenTheApplicationFailed() {
        FilterChain fails = (request, answer) -> {
            response.facade.reset();
            throw new ServletException("as planned");
        };

        assertThatThrownBy(() -> always().through(new FakeRequest().build(), response.facade, fails))
                .hasMessage("as planned");
        assertThat(response.headers).isEmpty();
    }

    @Test
    void handsTheRequestOnAsItIsWhenThereIsNothingToWatch() throws Exception {
        HttpServletRequest newcomer = new FakeRequest().build();
        always().through(newcomer, response.facade, idle);
        assertThat(reached.get()).isSameAs(newcomer);

        HttpServletRequest atHome =
                new FakeRequest().cookies("ROUTE=node1").requestedSession(true).build();
        session().through(atHome, response.facade, idle);
        assertThat(reached.get()).isSameAs(atHome);
    }

    @Test
    void stampsNothingForARequestThatHasNoUseForASession() throws Exception {
        session().through(new FakeRequest().build(), response.facade, idle);

        assertThat(response.headers).isEmpty();
    }

    @Test
    void stampsNothingForADeadSession() throws Exception {
        session().through(new FakeRequest().requestedSession(false).build(), response.facade, idle);

        assertThat(response.headers).isEmpty();
    }

    @Test
    void stampsBeforeTheApplicationForAValidSession() throws Exception {
        FilterChain looks =
                (request, answer) -> assertThat(response.setCookies()).hasSize(1);

        session().through(new FakeRequest().requestedSession(true).build(), response.facade, looks);

        assertThat(response.setCookies()).hasSize(1);
    }

    @Test
    void stampsWhenTheApplicationGetsASession() throws Exception {
        FilterChain commits = (request, answer) -> {
            makesSession.doFilter(request, answer);
            response.committed = true;
        };

        session().through(new FakeRequest().applicationMayAskForSession(true).build(), response.facade, commits);

        assertThat(response.setCookies()).hasSize(1);
    }

    @Test
    void stampsNothingWhenTheApplicationAsksAndGetsNone() throws Exception {
        session()
                .through(new FakeRequest().applicationMayAskForSession(false).build(), response.facade, asksForSession);

        assertThat(response.headers).isEmpty();
    }

    @Test
    void repairsASessionsStamp() throws Exception {
        FilterChain both = (request, answer) -> {
            asksForSession.doFilter(request, answer);
            resets.doFilter(request, answer);
        };

        session().through(new FakeRequest().applicationMayAskForSession(true).build(), response.facade, both);

        assertThat(response.setCookies()).hasSize(1);
    }

    @Test
    void repairsNoStampOfASessionThatWasNotThere() throws Exception {
        session().through(new FakeRequest().build(), response.facade, resets);

        assertThat(response.headers).isEmpty();
    }

    @Test
    void letsAClientGoWithoutLookingForItsSession() throws Exception {
        drain.drain();

        session().through(new FakeRequest().cookies("ROUTE=node1").build(), response.facade, idle);

        assertThat(response.setCookies().get(0)).startsWith("ROUTE=; Max-Age=0;");
    }

    private StandalonePass always() {
        return pass(Map.of());
    }

    private StandalonePass session() {
        return pass(Map.of("stampWhen", "session"));
    }

    private StandalonePass pass(Map<String, String> settings) {
        return new StandalonePass(new AffinityStamp(AffinitySettings.parse(settings::get), new Route("node1"), drain));
    }
}
