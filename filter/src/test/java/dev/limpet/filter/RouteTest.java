package dev.limpet.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"n", "node1", "Node_1-b", "0123456789012345678901234567890123456789012345678901234567890123"})
    void takesLettersDigitsHyphenAndUnderscore(String name) {
        assertThat(new Route(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "node.1",
                "node 1",
                "node;1",
                "nöde",
                "node1\n",
                "01234567890123456789012345678901234567890123456789012345678901234"
            })
    void refusesAnythingElse(String name) {
        assertThatThrownBy(() -> new Route(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysValueAndRule() {
        assertThatThrownBy(() -> new Route("node.1"))
                .hasMessage("route is \"node.1\": it has to be 1 to 64 letters, digits, '-' or '_', and no dot");
    }
}
