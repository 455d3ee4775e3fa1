package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequestWrapper;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the cookie of this node is seen in what a client really sends: by the filter, where no session is asked for, and at the commit point. */
class AffinityLookTest {

    private static final String SEVERAL = " AND ";
    private static final Errand<?> WITHOUT_SESSION = (request, response) -> null;
    private static final Errand<?> WITH_SESSION =
            (request, response) -> request.getSession().getId();

    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start(Cluster.STILL, EmbeddedNode::speakHttp2);
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ROUTE=a", "x=y; ROUTE=a; z=ä", ";;ROUTE = a ;", "x=y AND ROUTE=a", "ROUTE=a AND ROUTE=b"})
    void theOwnValueIsLeftAlone(String headers) throws Exception {
        assertThat(route(headers, WITHOUT_SESSION)).isEmpty();
        assertThat(route(headers, WITH_SESSION)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x=y",
                "ROUTE=b",
                "ROUTE=aa",
                "ROUTE=",
                "ROUTE",
                "ROUTE=\"a\"",
                "ROUTE=\u00e1",
                "route=a",
                "x=ROUTE=a",
                "x=\"y; ROUTE=a\"; z=w",
                "ROUTE=b; ROUTE=a",
                "ROUTE=b AND ROUTE=a",
                "x=y AND z=ROUTE=a AND ROUTE=b"
            })
    void anythingElseIsAnsweredWithTheOwnValue(String headers) throws Exception {
        assertThat(route(headers, WITHOUT_SESSION)).containsExactly("ROUTE=a");
        assertThat(route(headers, WITH_SESSION)).containsExactly("ROUTE=a");
    }

    @Test
    void noTextIsMadeOfTheHeaderOfTheContainersOwnRequest() throws Exception {
        CookieHeaderBytes headers = new CookieHeaderBytes();
        Guest guest = new Guest();
        guest.browser().set("x", "y");

        assertThat(guest.<CharSequence>at(cluster.a(), (request, response) -> headers.at(0, request)))
                .isNotInstanceOf(String.class);
        assertThat(guest.ask(cluster.a(), (request, response) -> headers.at(0, request)
                        .toString()))
                .startsWith("x=y");
        assertThat(guest.<CharSequence>at(cluster.a(), (request, response) -> headers.at(1, request)))
                .isNull();
        assertThat(guest.<CharSequence>at(
                        cluster.a(),
                        (request, response) -> headers.at(0, new HttpServletRequestWrapper(request) {
                            @Override
                            public String getHeader(String name) {
                                return "other";
                            }
                        })))
                .isEqualTo("other");
    }

    /** There the headers come as texts, and browsers send one for each cookie. */
    @Test
    void theSameOverHttp2() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        try (ErrandServlet.Ticket<?> ticket = ErrandServlet.Ticket.of(WITHOUT_SESSION)) {
            URI uri = URI.create(cluster.a().url(ErrandServlet.PATH + ticket.query()));
            client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());

            assertThat(routeOverHttp2(client, uri, "x=y AND ROUTE=a")).isEmpty();
            assertThat(routeOverHttp2(client, uri, "x=y; ROUTE=a; z=w")).isEmpty();
            assertThat(routeOverHttp2(client, uri, "x=y AND ROUTE=b AND ROUTE=a"))
                    .containsExactly("ROUTE=a");
            assertThat(routeOverHttp2(client, uri, "x=y AND z=ROUTE=a")).containsExactly("ROUTE=a");
        }
    }

    private static Stream<String> routeOverHttp2(HttpClient client, URI uri, String headers) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri).headers(each(headers)).build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        return route(answer);
    }

    private static Stream<String> route(String headers, Errand<?> errand) throws Exception {
        return route(new Guest().send(cluster.a(), errand, each(headers)));
    }

    private static String[] each(String headers) {
        return Arrays.stream(headers.split(SEVERAL))
                .flatMap(header -> Stream.of("Cookie", header))
                .toArray(String[]::new);
    }

    private static Stream<String> route(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.headers().allValues("set-cookie").stream()
                .map(cookie -> cookie.split(";", 2)[0])
                .filter(pair -> pair.startsWith("ROUTE="));
    }
}
