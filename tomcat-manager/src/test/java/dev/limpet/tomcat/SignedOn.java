package dev.limpet.tomcat;

import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.apache.catalina.Context;

/**
 * A browser that visits several webapps of a host: a session cookie for each, and one for the single sign-on. With it, what a node needs for that: webapps
 * with BASIC ("", SHOP, BLOG) and with FORM (DESK), and the valve.
 */
final class SignedOn {

    static final String COOKIE = "JSESSIONIDSSO";
    static final String PASSWORD = "correct horse";
    static final String SHOP = "/shop";
    static final String BLOG = "/blog";
    static final String DESK = "/desk";
    static final String ALICE = "200 alice";
    static final String CREDENTIALS = "Basic " + Base64.getEncoder().encodeToString(("alice:" + PASSWORD).getBytes());

    private final Map<String, Guest> guests = new HashMap<>();
    private String cookie;

    // ---------------------------------------------------------------------------------------------------- the nodes

    static RedisSingleSignOn install(EmbeddedNode node, Map<String, String> attributes) {
        node.addUser("alice", PASSWORD, "staff");
        EmbeddedNode.addServlets(node.context(), Map.of("/secret", new Secret()));
        Protection.basic(node.context());
        for (String path : new String[] {SHOP, BLOG}) {
            Protection.basic(webapp(node, path));
        }
        Protection.form(webapp(node, DESK), "/login", "/login");
        RedisSingleSignOn valve = new RedisSingleSignOn();
        valve.setProperty("redis", node.manager().given().get("redis"));
        attributes.forEach(valve::setProperty);
        node.context().getParent().getPipeline().addValve(valve);
        return valve;
    }

    private static Context webapp(EmbeddedNode node, String path) {
        return node.addContext(
                path,
                Map.of(ErrandServlet.PATH, new ErrandServlet(), "/secret", new Secret(), "/login", new LoginPage()));
    }

    // -------------------------------------------------------------------------------------------------- the browser

    String cookie() {
        return cookie;
    }

    SignedOn cookie(String value) {
        cookie = value;
        return this;
    }

    /** The session's id in a webapp. */
    String id(String webapp) {
        return guest(webapp).id();
    }

    /** What an observer of the cookies has. */
    SignedOn twin() {
        SignedOn twin = new SignedOn();
        twin.cookie = cookie;
        guests.forEach((webapp, guest) -> twin.guests.put(webapp, guest.twin()));
        return twin;
    }

    SignedOn logIn(EmbeddedNode node, String webapp) throws Exception {
        get(node, webapp, "/secret", "Authorization", CREDENTIALS);
        return this;
    }

    SignedOn logInByForm(EmbeddedNode page, EmbeddedNode check) throws Exception {
        get(page, DESK, "/secret");
        guest(DESK).browser().post(check.url(DESK + "/j_security_check"), "j_username=alice&j_password=correct+horse");
        cookie = guests.get(DESK).browser().cookie(COOKIE);
        return this;
    }

    /** Asks for what only staff may see. @return status and user */
    String secret(EmbeddedNode node, String webapp) throws Exception {
        HttpResponse<String> answer = get(node, webapp, "/secret");
        return answer.statusCode() == 200 ? "200 " + answer.body() : "" + answer.statusCode();
    }

    HttpResponse<String> get(EmbeddedNode node, String webapp, String path, String... headers) throws Exception {
        HttpResponse<String> answer = guest(webapp).browser().get(node.url(webapp + path), headers);
        cookie = guests.get(webapp).browser().cookie(COOKIE);
        return answer;
    }

    <T> T at(EmbeddedNode node, String webapp, Errand<T> errand) throws Exception {
        T result = guest(webapp).at(node, webapp, errand);
        cookie = guests.get(webapp).browser().cookie(COOKIE);
        return result;
    }

    /** A value in the session, or null, or "none" without a session. */
    Object value(EmbeddedNode node, String webapp) throws Exception {
        return at(
                node,
                webapp,
                (request, response) -> request.getSession(false) == null
                        ? "none"
                        : request.getSession(false).getAttribute("x"));
    }

    void set(EmbeddedNode node, String webapp, String value) throws Exception {
        at(node, webapp, (request, response) -> {
            request.getSession(false).setAttribute("x", value);
            return null;
        });
    }

    void invalidate(EmbeddedNode node, String webapp) throws Exception {
        at(node, webapp, (request, response) -> {
            request.getSession(false).invalidate();
            return null;
        });
    }

    private Guest guest(String webapp) {
        Guest guest = guests.computeIfAbsent(webapp, path -> new Guest());
        if (cookie == null) {
            guest.browser().remove(COOKIE);
        } else {
            guest.browser().set(COOKIE, cookie);
        }
        return guest;
    }

    private static final class Secret extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws java.io.IOException {
            response.getWriter().print(request.getRemoteUser());
        }
    }

    private static final class LoginPage extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws java.io.IOException {
            response.getWriter().print("please log in");
        }
    }
}
