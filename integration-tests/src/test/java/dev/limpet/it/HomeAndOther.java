package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.AfterEach;

import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Pair;

/** Tests with a session on a pair of nodes, each of which is the home in turn: who is, and what both have of it. */
abstract class HomeAndOther {

    final Browser browser = Browser.create();
    int major;
    TomcatNode home;
    TomcatNode other;

    abstract Pair pair();

    @AfterEach
    void letEverythingPass() {
        pair().heal();
    }

    void homeIs(int number) {
        major = number;
        home = pair().node(number);
        other = pair().other(number);
        write(home, "first");
        assertThat(browser.cookies().suffix()).isEqualTo(home.name());
    }

    void write(TomcatNode node, String value) {
        assertThat(browser.get(node, "/session/set?name=x&value=" + value).status())
                .isEqualTo(200);
    }

    static String read(TomcatNode node, Browser reader) {
        return reader.get(node, "/session/get?name=x").body();
    }

    void assertBothNodesHave(String value) {
        for (TomcatNode node : List.of(home, other, home)) {
            assertThat(read(node, browser)).as(node.name()).isEqualTo(value);
        }
    }
}
