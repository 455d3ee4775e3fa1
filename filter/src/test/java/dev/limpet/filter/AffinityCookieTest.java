package dev.limpet.filter;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AffinityCookieTest {

    private final AffinityCookie cookie = cookie(Map.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ROUTE=node1",
                "a=b; ROUTE=node1",
                "ROUTE=node1;a=b",
                " a=b ;\tROUTE = node1 ; c",
                ";;;ROUTE=node1;",
                "ROUTE; ROUTE=node1",
                "xROUTE=node2; ROUTEx=node2; route=node2; ROUTE=node1",
                "ROUTE=node1; ROUTE=node2"
            })
    void recognisesTheOwnValue(String header) {
        assertThat(cookie.isCarriedBy(new FakeRequest().cookies(header).build()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "=",
                "ROUTE",
                "ROUTE=",
                "ROUTE=\"node1\"",
                "ROUTE=node10",
                "ROUTE=NODE1",
                "ROUTE=.node1",
                "ROUTE=node1=",
                "ROUTE==node1",
                "XROUTE=node1",
                "a=ROUTE=node1",
                "ROUTE=node2; ROUTE=node1"
            })
    void takesAnythingElseForAnothers(String header) {
        assertThat(cookie.isCarriedBy(new FakeRequest().cookies(header).build()))
                .isFalse();
    }

    @Test
    void letsTheFirstOfSeveralHeadersCount() {
        FakeRequest request =
                new FakeRequest().cookies("a=b").cookies("ROUTE=node2").cookies("ROUTE=node1");

        assertThat(cookie.isCarriedBy(request.build())).isFalse();
    }

    @Test
    void readsAHugeHeaderOnce() {
        String huge = "ROUTE ;".repeat(300_000) + "ROUTE=" + "n".repeat(1_000_000);

        assertTimeoutPreemptively(ofSeconds(5), () -> assertThat(
                        cookie.isCarriedBy(new FakeRequest().cookies(huge).build()))
                .isFalse());
    }

    @Test
    void bindsWithAnUnquotedValueForTheWholeHost() {
        assertThat(bound(cookie, new FakeRequest())).isEqualTo("ROUTE=node1; Path=/; HttpOnly; SameSite=Lax");
    }

    @Test
    void isSecureWhenTheRequestIs() {
        assertThat(bound(cookie, new FakeRequest().overTls())).endsWith("; SameSite=Lax; Secure");
    }

    @ParameterizedTest
    @ValueSource(strings = {"affinitySameSite=none", "affinityPartitioned=true", "affinityCookie=__Host-R"})
    void isSecureWhereABrowserWouldNotTakeItOtherwise(String setting) {
        String[] pair = setting.split("=");

        assertThat(bound(cookie(Map.of(pair[0], pair[1])), new FakeRequest())).endsWith("; Secure");
    }

    @Test
    void carriesWhatIsSet() {
        AffinityCookie set = cookie(Map.of(
                "affinityCookie", "NODE",
                "affinityValue", ".%s",
                "affinitySameSite", "Strict",
                "affinityPartitioned", "true",
                "affinityMaxAgeSeconds", "60"));

        assertThat(bound(set, new FakeRequest()))
                .isEqualTo("NODE=.node1; Max-Age=60; Path=/; HttpOnly; SameSite=Strict; Partitioned; Secure");
        assertThat(set.isCarriedBy(new FakeRequest().cookies("NODE=.node1").build()))
                .isTrue();
    }

    @Test
    void carriesAValueOfItsOwnAsABalancerHasGivenItOut() {
        AffinityCookie raw = cookie(Map.of("affinityValue", "MTI3LjAuMC4xOjgwODE="));

        assertThat(bound(raw, new FakeRequest())).startsWith("ROUTE=MTI3LjAuMC4xOjgwODE=; Path=/");
        assertThat(raw.isCarriedBy(
                        new FakeRequest().cookies("ROUTE=MTI3LjAuMC4xOjgwODE=").build()))
                .isTrue();
        assertThat(raw.isCarriedBy(new FakeRequest().cookies("ROUTE=node1").build()))
                .isFalse();
    }

    @Test
    void releasesByMaxAgeUnderTheSamePath() {
        FakeResponse response = new FakeResponse();

        cookie(Map.of("affinityMaxAgeSeconds", "60")).release(new FakeRequest().build(), response.facade);

        assertThat(response.setCookies()).containsExactly("ROUTE=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax");
    }

    @Test
    void seesOnlyItsOwnNameInTheResponse() {
        FakeResponse response = new FakeResponse();
        response.facade.addHeader("Set-Cookie", "ROUTES=x; a=ROUTE=");
        assertThat(cookie.isAnsweredBy(response.facade)).isFalse();

        response.facade.addHeader("Set-Cookie", "ROUTE=x");
        assertThat(cookie.isAnsweredBy(response.facade)).isTrue();
    }

    private static AffinityCookie cookie(Map<String, String> settings) {
        return new AffinityCookie(AffinitySettings.parse(settings::get), new Route("node1"), CookieHeaders.OF_SERVLETS);
    }

    private static String bound(AffinityCookie cookie, FakeRequest request) {
        FakeResponse response = new FakeResponse();
        cookie.bind(request.build(), response.facade);
        return response.setCookies().get(0);
    }
}
