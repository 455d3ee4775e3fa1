package dev.limpet.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.Test;

/** The filter alone in a container that is no Tomcat, declared for all dispatches although REQUEST would do. */
class JettyAffinityTest {

    private static final String BOUND = "ROUTE=node1; Path=/; HttpOnly; SameSite=Lax";

    @Test
    void bindsANewcomerAndLeavesItAloneAtHome() throws Exception {
        try (JettyNode node = node(Map.of())) {
            HttpResponse<String> first = node.get("/plain");
            assertThat(first.body()).isEqualTo("plain");
            assertThat(cookies(first)).containsExactly(BOUND);
            assertThat(first.headers().allValues("Cache-Control")).containsExactly("private");

            HttpResponse<String> second = node.get("/plain", "Cookie", "ROUTE=node1");
            assertThat(cookies(second)).isEmpty();
            assertThat(second.headers().allValues("Cache-Control")).isEmpty();
        }
    }

    @Test
    void takesAQuotedValueForAnothersAsTheBalancerDoes() throws Exception {
        try (JettyNode node = node(Map.of())) {
            assertThat(cookies(node.get("/plain", "Cookie", "ROUTE=\"node1\""))).containsExactly(BOUND);
        }
    }

    @Test
    void letsTheApplicationDecideOnCaching() throws Exception {
        try (JettyNode node = node(Map.of())) {
            assertThat(node.get("/cached").headers().allValues("Cache-Control")).containsExactly("max-age=60");
        }
    }

    @Test
    void stampsOnceThroughResetForwardAsyncAndErrorPage() throws Exception {
        try (JettyNode node = node(Map.of())) {
            for (String path : List.of("/reset", "/forward", "/async", "/dispatch", "/fail")) {
                assertThat(cookies(node.get(path))).as(path).containsExactly(BOUND);
            }
        }
    }

    @Test
    void stampsWithTheSessionWhenToldSo() throws Exception {
        try (JettyNode node = node(Map.of("stampWhen", "session"))) {
            assertThat(cookies(node.get("/plain"))).isEmpty();
            assertThat(cookies(node.get("/plain", "Cookie", "JSESSIONID=nonesuch")))
                    .isEmpty();

            HttpResponse<String> login = node.get("/session");
            assertThat(cookies(login)).hasSize(2).contains(BOUND);

            String session = cookies(login).stream()
                    .filter(cookie -> cookie.startsWith("JSESSIONID="))
                    .findFirst()
                    .orElseThrow()
                    .split(";")[0];
            assertThat(cookies(node.get("/plain", "Cookie", session))).containsExactly(BOUND);
            assertThat(cookies(node.get("/plain", "Cookie", session + "; ROUTE=node1")))
                    .isEmpty();
        }
    }

    @Test
    void servesAndLetsGoWhileDraining() throws Exception {
        try (JettyNode node = node(Map.of("drainStatus", "404"))) {
            assertThat(node.get("/_limpet/health").statusCode()).isEqualTo(200);
            node.drainSwitch().drain();

            HttpResponse<String> health = node.get("/_limpet/health");
            assertThat(health.statusCode()).isEqualTo(404);
            assertThat(health.body()).contains("\"state\":\"DRAINING\"");
            assertThat(cookies(health)).isEmpty();
            HttpResponse<String> served = node.get("/plain", "Cookie", "ROUTE=node1");
            assertThat(served.body()).isEqualTo("plain");
            assertThat(cookies(served)).containsExactly("ROUTE=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax");
            assertThat(cookies(node.get("/plain"))).isEmpty();
        }
    }

    @Test
    void refusesToStartWithoutARoute() {
        JettyNode nameless = new JettyNode(Map.of(), new Application());

        assertThatThrownBy(nameless::start).hasStackTraceContaining("-Dlimpet.route=node1");
    }

    private static JettyNode node(Map<String, String> initParams) throws Exception {
        Map<String, String> all = new HashMap<>(initParams);
        all.put("route", "node1");
        return new JettyNode(all, new Application()).start();
    }

    private static List<String> cookies(HttpResponse<String> response) {
        return response.headers().allValues("Set-Cookie");
    }

    /** Does with a response what applications do. */
    private static final class Application extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            switch (request.getPathInfo()) {
                case "/cached" -> response.setHeader("Cache-Control", "max-age=60");
                case "/reset" -> response.reset();
                case "/session" -> {
                    request.getSession();
                    response.flushBuffer();
                }
                case "/forward" -> forward(request, response);
                case "/async" -> answerFromAnotherThread(request.startAsync());
                case "/dispatch" -> dispatchOnce(request);
                case "/fail" -> response.sendError(500);
                default -> response.getWriter().print(request.getPathInfo().substring(1));
            }
        }

        private static void forward(HttpServletRequest request, HttpServletResponse response) throws IOException {
            try {
                request.getRequestDispatcher("/plain").forward(request, response);
            } catch (ServletException e) {
                throw new IOException(e);
            }
        }

        private static void answerFromAnotherThread(AsyncContext async) {
            async.start(() -> {
                try {
                    async.getResponse().getWriter().print("async");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } finally {
                    async.complete();
                }
            });
        }

        private static void dispatchOnce(HttpServletRequest request) {
            if (request.getDispatcherType() == DispatcherType.REQUEST) {
                request.startAsync().dispatch();
            }
        }
    }
}
