package dev.limpet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CookiesTest {
    private final Cookies cookies = new Cookies();

    @Test
    void sendsTheLastValueOfEach() {
        cookies.keep("JSESSIONID=a.node1; Path=/; HttpOnly");
        cookies.keep("ROUTE=node1; Path=/");
        cookies.keep("JSESSIONID=a.node2; Path=/; HttpOnly");

        assertThat(cookies.header()).isEqualTo("JSESSIONID=a.node2; ROUTE=node1");
    }

    @Test
    void forgetsWhatHasEnded() {
        cookies.keep("ROUTE=node1; Path=/");
        cookies.keep("ROUTE=node1; Path=/; Max-Age=0");

        assertThat(cookies.header()).isEmpty();
    }
}
