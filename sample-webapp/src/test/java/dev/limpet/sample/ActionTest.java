package dev.limpet.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionTest {

    private static final Node NODE = new Node("node1");

    private final FakeBrowser browser = new FakeBrowser();

    @Test
    void lookingAroundMakesNoSession() {
        assertThat(Visit.of(browser.request())).isEmpty();
        assertThat(browser.hasSession()).isFalse();
    }

    @Test
    void counts() {
        Action.COUNTER.perform(browser.request(), NODE);
        Action.COUNTER.perform(browser.request(), NODE);

        assertThat(visit().counter()).isEqualTo(2);
    }

    @Test
    void cartRemembersWhatWasAddedWhere() {
        Action.CART.perform(browser.request("add", " Tea "), NODE);
        Action.CART.perform(browser.request("add", "Rope"), new Node("node2"));

        assertThat(visit().cart().items()).containsExactly(new Item(1, "Tea", "node1"), new Item(2, "Rope", "node2"));
    }

    @Test
    void removesOneOfTwoItemsOfTheSameName() {
        Action.CART.perform(browser.request("add", "Tea"), NODE);
        Action.CART.perform(browser.request("add", "Tea"), NODE);
        Action.CART.perform(browser.request("remove", "1"), NODE);

        assertThat(visit().cart().items()).containsExactly(new Item(2, "Tea", "node1"));
    }

    @Test
    void removingAnItemTwiceIsHarmless() {
        Action.CART.perform(browser.request("add", "Tea"), NODE);
        Action.CART.perform(browser.request("remove", "1"), NODE);

        assertThat(Action.CART.perform(browser.request("remove", "1"), NODE)).isTrue();
        assertThat(visit().cart().items()).isEmpty();
    }

    @Test
    void anIdIsNotGivenTwice() {
        Action.CART.perform(browser.request("add", "Tea"), NODE);
        Action.CART.perform(browser.request("remove", "1"), NODE);
        Action.CART.perform(browser.request("add", "Rope"), NODE);

        assertThat(visit().cart().items()).extracting(Item::id).containsExactly(2);
    }

    @Test
    void aFullCartStaysAsItIs() {
        for (int i = 0; i <= Cart.CAPACITY; i++) {
            Action.CART.perform(browser.request("add", "Tea"), NODE);
        }

        assertThat(visit().cart().items()).hasSize(Cart.CAPACITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1234567890", "١x"})
    void refusesToRemoveWhatIsNoId(String id) {
        assertThat(Action.CART.perform(browser.request("remove", id), NODE)).isFalse();
        assertThat(browser.hasSession()).isFalse();
    }

    @Test
    void refusesTextsThatAreMissingBlankOrTooLong() {
        assertThat(Action.LOGIN.perform(browser.request(), NODE)).isFalse();
        assertThat(Action.LOGIN.perform(browser.request("name", "  "), NODE)).isFalse();
        assertThat(Action.LOGIN.perform(browser.request("name", "x".repeat(Action.MAX_TEXT + 1)), NODE))
                .isFalse();
        assertThat(browser.hasSession()).isFalse();
    }

    @Test
    void loginChangesTheIdAndKeepsTheRest() {
        Action.COUNTER.perform(browser.request(), NODE);
        String before = browser.sessionId();
        Action.LOGIN.perform(browser.request("name", "Ada"), NODE);

        assertThat(browser.sessionId()).isNotEqualTo(before);
        assertThat(visit().visitor()).isEqualTo("Ada");
        assertThat(visit().counter()).isEqualTo(1);
    }

    @Test
    void logoutEndsTheSession() {
        Action.LOGIN.perform(browser.request("name", "Ada"), NODE);
        Action.LOGOUT.perform(browser.request(), NODE);

        assertThat(browser.hasSession()).isFalse();
    }

    @Test
    void logoutWithoutASessionMakesNone() {
        assertThat(Action.LOGOUT.perform(browser.request(), NODE)).isTrue();
        assertThat(browser.hasSession()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void everyActionIsFoundByItsPath(Action action) {
        assertThat(Action.of("/" + action.name().toLowerCase(Locale.ROOT))).contains(action);
    }

    @Test
    void otherPathsNameNoAction() {
        assertThat(Action.of(null)).isEmpty();
        assertThat(Action.of("/")).isEmpty();
        assertThat(Action.of("/Cart")).isEmpty();
        assertThat(Action.of("/cart/1")).isEmpty();
    }

    @Test
    void showsAHashAndNeverTheIdItself() {
        HttpServletRequest request = browser.request();
        Action.COUNTER.perform(request, NODE);

        assertThat(visit().sessionHash()).matches("[0-9a-f]{8}").isEqualTo("f3436f50");
    }

    private Visit visit() {
        return Visit.of(browser.request()).orElseThrow();
    }
}
