package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.limpet.redis.RedisServerFixture;

/** The manager on two Tomcats over one real Redis, for a browser that goes back and forth. */
class TwoNodesTest {

    private RedisServerFixture redis;
    private EmbeddedNode a;
    private EmbeddedNode b;

    @BeforeEach
    void start() throws Exception {
        redis = RedisServerFixture.start();
        a = node("a");
        b = node("b");
    }

    private EmbeddedNode node(String route) throws Exception {
        return new EmbeddedNode(route, Map.of("redis", redis.url()), servlets()).start();
    }

    @AfterEach
    void stop() throws Exception {
        a.close();
        b.close();
        redis.close();
    }

    @Test
    void aSessionGoesOnOnTheOtherNode() throws Exception {
        Browser browser = new Browser();
        assertThat(browser.get(a.url("/count")).body()).isEqualTo("1");
        assertThat(browser.cookie("JSESSIONID")).endsWith(".a").hasSize(34);
        assertThat(browser.cookie("ROUTE")).isEqualTo("a");
        assertThat(browser.get(b.url("/count")).body()).isEqualTo("2");
        assertThat(browser.cookie("JSESSIONID")).endsWith(".b");
        assertThat(browser.cookie("ROUTE")).isEqualTo("b");
        assertThat(browser.get(a.url("/count")).body()).isEqualTo("3");
    }

    @Test
    void nothingIsLostWhenABrowserAlternates() throws Exception {
        Browser browser = new Browser();
        for (int i = 1; i <= 100; i++) {
            assertThat(browser.get((i % 2 == 0 ? a : b).url("/count")).body()).isEqualTo(Integer.toString(i));
            assertThat(browser.get((i % 2 == 0 ? a : b).url("/list?add=" + i)).body())
                    .isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void nothingIsLostWhenTheSuffixIsCutOff() throws Exception {
        Browser browser = new Browser();
        for (int i = 1; i <= 100; i++) {
            assertThat(browser.get((i % 2 == 0 ? a : b).url("/count")).body()).isEqualTo(Integer.toString(i));
            browser.set("JSESSIONID", browser.cookie("JSESSIONID").split("\\.")[0]);
        }
    }

    @Test
    void logoutOnOneNodeIsLogoutOnTheOther() throws Exception {
        Browser browser = new Browser();
        browser.get(a.url("/count"));
        Browser second = browser.copy();
        assertThat(second.get(a.url("/count")).body()).isEqualTo("2");
        browser.get(b.url("/count"));
        assertThat(browser.get(b.url("/logout")).body()).isEqualTo("out");

        assertThat(browser.get(a.url("/peek")).body()).isEqualTo("none");
        await().untilAsserted(() ->
                assertThat(second.copy().get(a.url("/peek")).body()).isEqualTo("none"));
        assertThat(browser.get(b.url("/peek")).body()).isEqualTo("none");
    }

    @Test
    void changingTheIdKillsTheOldOneEverywhere() throws Exception {
        Browser browser = new Browser();
        browser.get(a.url("/count"));
        Browser thief = browser.copy();
        String returned = browser.get(a.url("/rename")).body();
        assertThat(browser.cookie("JSESSIONID")).isEqualTo(returned + ".a");

        assertThat(thief.get(b.url("/peek")).body()).isEqualTo("none");
        assertThat(thief.copy().get(a.url("/peek")).body()).isEqualTo("none");
        assertThat(browser.get(b.url("/count")).body()).isEqualTo("2");
    }

    @Test
    void redisGoneIsNoLogout() throws Exception {
        Browser browser = new Browser();
        browser.get(a.url("/count"));
        String before = browser.cookie("JSESSIONID");
        redis.pause();
        assertThat(browser.get(b.url("/count")).statusCode()).isEqualTo(503);
        assertThat(browser.get(b.url("/peek")).headers().firstValue("retry-after"))
                .isPresent();
        assertThat(browser.cookie("JSESSIONID")).isEqualTo(before);
        redis.resume();
        await().untilAsserted(() ->
                assertThat(browser.get(b.url("/count")).statusCode()).isEqualTo(200));
    }

    @Test
    void oddIdsAreAnsweredAsNoSession() throws Exception {
        for (String odd : List.of("x".repeat(4000), "..", "a%20b", ".a", "id.b.c.d", "\"quoted\"")) {
            assertThat(new Browser().set("JSESSIONID", odd).get(a.url("/peek")).body())
                    .isEqualTo("none");
        }
    }

    private static Map<String, Servlet> servlets() {
        return Map.of(
                "/count",
                        servlet((request, response) -> {
                            HttpSession session = request.getSession();
                            Integer count = (Integer) session.getAttribute("count");
                            session.setAttribute("count", count == null ? 1 : count + 1);
                            response.getWriter().print(session.getAttribute("count"));
                        }),
                "/list",
                        servlet((request, response) -> {
                            HttpSession session = request.getSession();
                            if (session.getAttribute("list") == null) {
                                session.setAttribute("list", new ArrayList<String>());
                            }
                            @SuppressWarnings("unchecked")
                            List<String> list = (List<String>) session.getAttribute("list");
                            list.add(request.getParameter("add"));
                            response.getWriter().print(list.size());
                        }),
                "/peek",
                        servlet((request, response) -> {
                            HttpSession session = request.getSession(false);
                            response.getWriter().print(session == null ? "none" : session.getAttribute("count"));
                        }),
                "/rename",
                        servlet((request, response) -> {
                            String id = request.changeSessionId();
                            response.getWriter()
                                    .print(id.equals(request.getSession().getId()) ? id : "they differ");
                        }),
                "/logout",
                        servlet((request, response) -> {
                            request.getSession().invalidate();
                            response.getWriter().print("out");
                        }));
    }

    /** What a servlet does. */
    @FunctionalInterface
    interface Doing {
        void with(HttpServletRequest request, HttpServletResponse response) throws IOException;
    }

    private static HttpServlet servlet(Doing doing) {
        return new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                doing.with(request, response);
            }
        };
    }
}
