package dev.limpet.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AffinityStampTest {

    private static final String BOUND = "ROUTE=node1; Path=/; HttpOnly; SameSite=Lax";
    private static final String RELEASED = "ROUTE=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax";

    private final DrainSwitch drain = new DrainSwitch(Clock.systemUTC());
    private final FakeResponse response = new FakeResponse();
    private final HttpServletRequest newcomer = new FakeRequest().build();
    private final HttpServletRequest atHome =
            new FakeRequest().cookies("ROUTE=node1").build();
    private final HttpServletRequest anothers =
            new FakeRequest().cookies("ROUTE=node2").build();

    @Test
    void bindsANewcomer() {
        always().stamp(newcomer, response.facade);

        assertThat(response.setCookies()).containsExactly(BOUND);
    }

    @Test
    void bindsAnothersClient() {
        always().stamp(anothers, response.facade);

        assertThat(response.setCookies()).containsExactly(BOUND);
    }

    @Test
    void leavesAClientAtHomeAlone() {
        always().stamp(atHome, response.facade);
        always().stampSession(atHome, response.facade);

        assertThat(response.headers).isEmpty();
    }

    @Test
    void bindsOncePerResponse() {
        always().stamp(newcomer, response.facade);
        always().stampSession(newcomer, response.facade);

        assertThat(response.setCookies()).hasSize(1);
    }

    @Test
    void bindsAgainAfterAReset() {
        always().stamp(newcomer, response.facade);
        response.facade.reset();
        always().stamp(newcomer, response.facade);

        assertThat(response.setCookies()).containsExactly(BOUND);
        assertThat(response.cacheControl()).containsExactly("private");
    }

    @Test
    void addsNothingToACommittedResponse() {
        response.committed = true;

        always().stamp(newcomer, response.facade);

        assertThat(response.headers).isEmpty();
    }

    @Test
    void bindsNobodyToANodeInTrouble() {
        response.status = 500;
        always().stamp(newcomer, response.facade);
        assertThat(response.headers).isEmpty();

        response.status = 404;
        always().stamp(newcomer, response.facade);
        assertThat(response.setCookies()).containsExactly(BOUND);
    }

    @Test
    void stampsNoHealthAnswer() {
        always().stamp(new FakeRequest().path("/_limpet/health", null).build(), response.facade);
        always().stampSession(new FakeRequest().path("", "/_limpet/health").build(), response.facade);

        assertThat(response.headers).isEmpty();
    }

    @Test
    void stampsNothingWithoutACookieName() {
        AffinityStamp none = stamp(Map.of("affinityCookie", ""));

        none.stamp(newcomer, response.facade);
        none.stampSession(newcomer, response.facade);

        assertThat(response.headers).isEmpty();
    }

    @Test
    void keepsAStampedResponseFromSharedCaches() {
        always().stamp(newcomer, response.facade);

        assertThat(response.cacheControl()).containsExactly("private");
    }

    @Test
    void letsTheApplicationsWordOnCachingStand() {
        response.facade.setHeader("Cache-Control", "public, max-age=60");

        always().stamp(newcomer, response.facade);

        assertThat(response.cacheControl()).containsExactly("public, max-age=60");
    }

    @Test
    void waitsForASessionWhenToldSo() {
        AffinityStamp session = stamp(Map.of("stampWhen", "session"));

        session.stamp(newcomer, response.facade);
        assertThat(response.headers).isEmpty();
        assertThat(session.waitsForSession(newcomer)).isTrue();

        session.stampSession(newcomer, response.facade);
        assertThat(response.setCookies()).containsExactly(BOUND);
    }

    @Test
    void doesNotWaitForASessionInVain() {
        AffinityStamp session = stamp(Map.of("stampWhen", "session"));

        assertThat(always().waitsForSession(newcomer)).isFalse();
        assertThat(stamp(Map.of("stampWhen", "session", "affinityCookie", "")).waitsForSession(newcomer))
                .isFalse();
        assertThat(session.waitsForSession(atHome)).isFalse();
        drain.drain();
        assertThat(session.waitsForSession(newcomer)).isFalse();
    }

    @Test
    void letsItsOwnClientsGoWhileDraining() {
        drain.drain();

        always().stamp(atHome, response.facade);
        always().stampSession(atHome, response.facade);

        assertThat(response.setCookies()).containsExactly(RELEASED);
        assertThat(response.cacheControl()).containsExactly("private");
    }

    @Test
    void letsThemGoWithoutASessionToo() {
        drain.drain();

        stamp(Map.of("stampWhen", "session")).stamp(atHome, response.facade);

        assertThat(response.setCookies()).containsExactly(RELEASED);
    }

    @Test
    void letsThemGoWithAFailingResponseToo() {
        drain.drain();
        response.status = 503;

        always().stamp(atHome, response.facade);

        assertThat(response.setCookies()).containsExactly(RELEASED);
    }

    @Test
    void bindsNobodyAndTakesNoOthersCookieWhileDraining() {
        drain.drain();

        always().stamp(newcomer, response.facade);
        always().stampSession(anothers, response.facade);

        assertThat(response.headers).isEmpty();
    }

    @Test
    void bindsAgainWhenTheDrainIsOver() {
        drain.drain();
        drain.resume();

        always().stamp(newcomer, response.facade);

        assertThat(response.setCookies()).containsExactly(BOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DIS", "STP"})
    void drainsForARequestWhenModJkSaysSo(String activation) {
        always().stamp(jk(activation).build(), response.facade);
        assertThat(response.headers).isEmpty();

        always().stamp(jk(activation).cookies("ROUTE=node1").build(), response.facade);
        assertThat(response.setCookies()).containsExactly(RELEASED);
    }

    @Test
    void bindsWhenModJkCallsTheNodeActive() {
        always().stamp(jk("ACT").build(), response.facade);

        assertThat(response.setCookies()).containsExactly(BOUND);
    }

    private static FakeRequest jk(String activation) {
        return new FakeRequest().attribute("JK_LB_ACTIVATION", activation);
    }

    private AffinityStamp always() {
        return stamp(Map.of());
    }

    private AffinityStamp stamp(Map<String, String> settings) {
        return new AffinityStamp(AffinitySettings.parse(settings::get), new Route("node1"), drain);
    }
}
