package dev.limpet.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class RenderingTest {

    private static final String EVIL = "<script>alert(\"x\")</script>&'";
    private static final Node NODE = new Node("node1");

    @Test
    void pageShowsNodeSessionVisitorCounterAndCart() {
        Visit visit = visit("Ada", Cart.EMPTY.with("Tea", new Node("node3")));

        assertThat(Page.render(NODE, Optional.of(visit)))
                .contains("<h1>node1</h1>", "<code>0123abcd</code>", "5 May, 10:11:12 UTC", ">Ada<", ">7<")
                .contains("<span>Tea</span><small>added on node3</small>", "name=\"remove\" value=\"1\"")
                .contains("action=\"do/logout\"")
                .doesNotContain("action=\"do/login\"", "%");
    }

    @Test
    void pageOfAnonymousVisitorOffersLogin() {
        assertThat(Page.render(NODE, Optional.of(visit(null, Cart.EMPTY))))
                .contains("action=\"do/login\"", "anonymous", "Empty.")
                .doesNotContain("action=\"do/logout\"");
    }

    @Test
    void pageWithoutSessionSaysSo() {
        assertThat(Page.render(NODE, Optional.empty())).contains("none yet", "action=\"do/counter\"");
    }

    @Test
    void pageEscapesWhateverComesFromOutside() {
        Visit visit = visit(EVIL, Cart.EMPTY.with(EVIL, new Node(EVIL)));

        assertThat(Page.render(new Node(EVIL), Optional.of(visit)))
                .contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;")
                .doesNotContain("<script", "alert(\"");
    }

    @Test
    void textThatLooksLikeAFormatIsOnlyText() {
        Visit visit = visit("100 %s", Cart.EMPTY.with("5 %d $1", NODE));

        assertThat(Page.render(NODE, Optional.of(visit))).contains(">100 %s<", ">5 %d $1<");
    }

    @Test
    void escapesAllFiveCharacters() {
        assertThat(Html.escape("a<b>&\"c'é🐚")).isEqualTo("a&lt;b&gt;&amp;&quot;c&#39;é🐚");
    }

    @Test
    void jsonOfAVisit() {
        Visit visit = visit("Ada", Cart.EMPTY.with("Tea", new Node("node3")));

        assertThat(Json.state(NODE, Optional.of(visit)))
                .isEqualTo("{\"node\":\"node1\",\"session\":{\"hash\":\"0123abcd\",\"since\":\"2030-05-05T10:11:12Z\","
                        + "\"visitor\":\"Ada\",\"counter\":7,"
                        + "\"cart\":[{\"id\":1,\"name\":\"Tea\",\"addedBy\":\"node3\"}]}}");
    }

    @Test
    void jsonWithoutSessionIsNull() {
        assertThat(Json.state(NODE, Optional.empty())).isEqualTo("{\"node\":\"node1\",\"session\":null}");
        assertThat(Json.state(NODE, Optional.of(visit(null, Cart.EMPTY)))).contains("\"visitor\":null");
    }

    @Test
    void jsonEscapesQuotesBackslashesAndControls() {
        assertThat(Json.string("a\"b\\c\n\u0001é🐚")).isEqualTo("\"a\\\"b\\\\c\\u000a\\u0001é🐚\"");
    }

    @Test
    void neighboursGetDifferentColours() {
        assertThat(IntStream.rangeClosed(1, 6).map(i -> new Node("node" + i).hue()))
                .doesNotHaveDuplicates()
                .allMatch(hue -> hue >= 0 && hue < 6);
    }

    private static Visit visit(String visitor, Cart cart) {
        return new Visit("0123abcd", Instant.parse("2030-05-05T10:11:12Z"), visitor, 7, cart);
    }
}
