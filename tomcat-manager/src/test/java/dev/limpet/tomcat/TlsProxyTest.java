package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.apache.catalina.valves.RemoteIpValve;
import org.junit.jupiter.api.Test;

/** TLS ends at the balancer. The RemoteIpValve that tells of it takes its word back when it is left, which is before a short answer's headers leave. */
class TlsProxyTest {

    @Test
    void bothCookiesAreSecureWhenTheClientsConnectionIs() throws Exception {
        try (Cluster cluster = Cluster.start(Cluster.STILL, TlsProxyTest::tellOfTls)) {
            Guest guest = new Guest();
            assertThat(cookies(guest, cluster.a(), "https")).hasSize(2).allMatch(TlsProxyTest::isSecure);
            assertThat(cookies(guest, cluster.b(), "https")).hasSize(2).allMatch(TlsProxyTest::isSecure);
            assertThat(cookies(guest, cluster.a(), "http")).hasSize(2).noneMatch(TlsProxyTest::isSecure);
        }
    }

    private static void tellOfTls(EmbeddedNode node) {
        RemoteIpValve valve = new RemoteIpValve();
        valve.setProtocolHeader("X-Forwarded-Proto");
        node.context().getParent().getPipeline().addValve(valve);
    }

    /** Of an answer to a request that asks for the session, and whose response is cleared by the application. */
    private static List<String> cookies(Guest guest, EmbeddedNode node, String scheme) throws Exception {
        Errand<Object> errand = (request, response) -> {
            response.reset();
            return request.getSession();
        };
        try (ErrandServlet.Ticket<Object> ticket = ErrandServlet.Ticket.of(errand)) {
            return guest.browser()
                    .get(
                            node.url(ErrandServlet.PATH + ticket.query()),
                            "X-Forwarded-For",
                            "203.0.113.7",
                            "X-Forwarded-Proto",
                            scheme)
                    .headers()
                    .allValues("Set-Cookie");
        }
    }

    private static boolean isSecure(String cookie) {
        return cookie.contains("; Secure");
    }
}
