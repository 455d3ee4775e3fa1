package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import dev.limpet.cluster.Balancer;
import dev.limpet.cluster.EmbeddedBalancer;
import dev.limpet.cluster.HaProxy;
import dev.limpet.cluster.LocalCluster;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.CookieJar;
import dev.limpet.it.harness.Requirements;

/** The sample application on three nodes behind a balancer, with the files of this repository, as a user would see it. */
class BalancedClusterIT {

    private static final Pattern NODE = Pattern.compile("\\{\"node\":\"(\\w+)\"");
    private static final int OFTEN = 20;

    private final Browser browser = Browser.create();

    @Test
    void behindHaProxyAClientStaysWhereItIsAndGoesOnElsewhereWhenItsNodeDies() {
        Requirements.require(HaProxy.isInstalled(), "HAProxy");
        assertStaysAndGoesOn(10, HaProxy::start);
    }

    @Test
    void behindTheEmbeddedBalancerAClientStaysWhereItIsAndGoesOnElsewhereWhenItsNodeDies() {
        assertStaysAndGoesOn(11, EmbeddedBalancer::start);
    }

    private void assertStaysAndGoesOn(int major, Balancer.Starter balancer) {
        LocalCluster.Plan plan = LocalCluster.Plan.standard(major)
                .withBalancer(balancer)
                .withNode(node ->
                        node.drainSeconds(0).jvmOption("-Dnode.stop.millis=500").jvmOption("-XX:TieredStopAtLevel=1"));
        try (LocalCluster cluster = LocalCluster.start(plan)) {
            String url = cluster.balancer().url().toString();
            String first = node(browser.post(url + "/api/cart", "add=limpet"));
            assertStays(url, first);

            cluster.node(first).kill();
            Answer answer = browser.get(url + "/api/state");
            String second = node(answer);
            assertThat(second).isNotEqualTo(first);
            assertCart(answer);
            assertStays(url, second);

            cluster.node(second).kill();
            Answer last = browser.get(url + "/api/state");
            assertThat(node(last)).isNotIn(first, second);
            assertCart(last);

            cluster.node(first).start().awaitStarted();
            assertStays(url, node(last));
        }
    }

    private void assertStays(String url, String node) {
        assertThat(browser.cookies().value(CookieJar.ROUTE)).isEqualTo(node);
        for (int i = 0; i < OFTEN; i++) {
            Answer answer = browser.get(url + "/api/state");
            assertThat(node(answer)).isEqualTo(node);
            assertCart(answer);
            assertThat(answer.setCookies()).isEmpty();
        }
    }

    private static void assertCart(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"name\":\"limpet\"");
    }

    private static String node(Answer answer) {
        Matcher matcher = NODE.matcher(answer.body());
        assertThat(matcher.lookingAt()).as("answer %s", answer).isTrue();
        return matcher.group(1);
    }
}
