package dev.limpet.it.reload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.balancer.Tally;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Webapp;

/** Applications are changed under their users. {@code integration-tests/reloads} is the long form. */
class ReloadIT {

    private static final int EACH_CHANGE_ON_EACH_NODE = 8;
    private static final int VISITORS = 6;

    private static Rounds rounds;

    @BeforeAll
    static void start() {
        rounds = new Rounds(10, 11);
    }

    @AfterAll
    static void stop() {
        rounds.close();
    }

    @Test
    void nothingIsLostAndNothingIsLeftOfFormerApplications() {
        Tally tally = rounds.run(EACH_CHANGE_ON_EACH_NODE, VISITORS);
        rounds.assertNothingLostAndNothingLeft(tally);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theSessionAndWhatWasChangedInPlaceSurvive(int number) {
        TomcatNode node = rounds.nodes().get(number);
        TomcatNode other = rounds.nodes().get(1 - number);
        Browser browser = Browser.create();
        browser.get(node, "/session/count");
        browser.get(node, "/session/list?add=1");
        String id = browser.cookies().sessionId();
        new Webapp(node, "").reload();
        assertThat(browser.get(node, "/session/count").body()).isEqualTo("2");
        assertThat(browser.get(other, "/session/count").body()).isEqualTo("3");
        assertThat(browser.get(node, "/session/list?add=2").body()).isEqualTo("1,2");
        assertThat(browser.cookies().sessionId()).isEqualTo(id);
        assertThat(node.log())
                .contains("Reloading Context with name [] is completed")
                .doesNotContain("destroyed " + id);
    }

    /** Also what is first said while an application runs that is gone then. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theLogGoesOn(int number) {
        TomcatNode node = rounds.nodes().get(number);
        failToSave(node);
        int before = failuresInLog(node);
        assertThat(before).isPositive();
        new Webapp(node, "").reload();
        failToSave(node);
        assertThat(failuresInLog(node)).isEqualTo(before + 1);
    }

    private static void failToSave(TomcatNode node) {
        Browser browser = Browser.create();
        browser.get(node, "/session/count");
        assertThat(browser.get(node, "/session/nested-object").status()).isEqualTo(500);
    }

    private static int failuresInLog(TomcatNode node) {
        return node.log().split("is answered with 500", -1).length - 1;
    }
}
