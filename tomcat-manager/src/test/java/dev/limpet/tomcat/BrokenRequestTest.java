package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import org.apache.catalina.Context;
import org.apache.catalina.authenticator.FormAuthenticator;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.junit.jupiter.api.Test;

/** Requests of which the container never tells that they are over: the thread that they leave serves others, who must not find their session. */
class BrokenRequestTest {

    private static final int MORE_THAN_THREADS_AT_WORK = 20;

    @Test
    void aLoginPageThatThrowsLeavesNobodysSessionToOthers() throws Exception {
        try (Cluster cluster = Cluster.start(Cluster.STILL, node -> protect(node.context()))) {
            EmbeddedNode a = cluster.a();
            Guest alice = new Guest();
            alice.set(a, "who", "alice");
            for (int i = 0; i < MORE_THAN_THREADS_AT_WORK; i++) {
                assertThat(alice.browser().get(a.url("/secret")).statusCode()).isEqualTo(500);
            }
            for (int i = 0; i < 2 * MORE_THAN_THREADS_AT_WORK; i++) {
                assertThat(new Guest().hasSession(a)).isFalse();
                Guest bob = new Guest();
                bob.set(a, "who", "bob");
                assertThat(bob.get(a, "who")).isEqualTo("bob");
            }
            assertThat(alice.get(a, "who")).isEqualTo("alice");
        }
    }

    @Test
    void aReloadLeavesNobodysSessionToOthers() throws Exception {
        try (Cluster cluster = Cluster.start(Cluster.STILL)) {
            EmbeddedNode a = cluster.a();
            Guest alice = new Guest();
            alice.set(a, "who", "alice");
            // Reloaded while it runs: the container's listeners are gone when the request ends.
            assertThat(alice.send(a, (request, response) -> {
                                HttpSession session = request.getSession();
                                a.context().reload();
                                return session.getId();
                            })
                            .statusCode())
                    .isIn(200, 503);
            EmbeddedNode.addServlets(a.context(), Cluster.errands());
            for (int i = 0; i < MORE_THAN_THREADS_AT_WORK; i++) {
                assertThat(new Guest().hasSession(a)).isFalse();
            }
            assertThat(alice.get(a, "who")).isEqualTo("alice");
        }
    }

    private static void protect(Context context) {
        context.setLoginConfig(new LoginConfig("FORM", "realm", "/login", "/error"));
        SecurityConstraint constraint = new SecurityConstraint();
        constraint.addAuthRole("staff");
        SecurityCollection secret = new SecurityCollection();
        secret.addPatternDecoded("/secret");
        constraint.addCollection(secret);
        context.addConstraint(constraint);
        context.addSecurityRole("staff");
        context.getPipeline().addValve(new FormAuthenticator());
        Tomcat.addServlet(context, "login", new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response) {
                throw new IllegalStateException("the login page is broken");
            }
        });
        context.addServletMappingDecoded("/login", "login");
    }
}
