package org.apache.coyote;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Logger;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.ErrorPage;

/** An embedded Tomcat with HTTP/1.1, cleartext HTTP/2 and AJP whose one context puts a {@link TestSession} under each request. */
final class SeamServer implements AutoCloseable {

    /** What a test's servlet does. */
    @FunctionalInterface
    interface App {
        void serve(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    /** Tomcat logs the failures that the tests ask for; held here, or the setting would be forgotten. */
    private static final Logger TOMCAT_LOG = Logger.getLogger("org.apache");

    /** A query that changes the session before the application is asked. */
    static final String CHANGE = "change";

    private final Tomcat tomcat = new Tomcat();
    private final Context context;
    private final Connector http;
    private final Connector ajp;
    private final BlockingQueue<TestSession> sessions = new LinkedBlockingQueue<>();
    private volatile Supplier<TestSession> nextSession = () -> new TestSession(TestSession.Store.WORKS);

    SeamServer(Path home) {
        TOMCAT_LOG.setUseParentHandlers(false);
        tomcat.setBaseDir(home.toString());
        http = connector("HTTP/1.1");
        http.setProperty("maxKeepAliveRequests", "-1");
        http.addUpgradeProtocol(new Http2Protocol());
        ajp = connector("AJP/1.3");
        ajp.setProperty("secretRequired", "false");
        tomcat.setConnector(http);
        tomcat.getService().addConnector(ajp);
        context = tomcat.addContext("", home.toString());
        context.getPipeline().addValve(new InstallingValve());
        context.addApplicationListener(ChangeAtTheEnd.class.getName());
        Wrapper files = Tomcat.addServlet(context, "default", new DefaultServlet());
        files.setAsyncSupported(true);
        context.addServletMappingDecoded("/", "default");
    }

    private static Connector connector(String protocol) {
        Connector connector = new Connector(protocol);
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        return connector;
    }

    void start() throws LifecycleException {
        tomcat.start();
    }

    int port() {
        return http.getLocalPort();
    }

    int ajpPort() {
        return ajp.getLocalPort();
    }

    void serve(String path, App app) {
        Wrapper wrapper = Tomcat.addServlet(context, path, new AppServlet(app));
        wrapper.setAsyncSupported(true);
        context.addServletMappingDecoded(path, path);
    }

    void errorPage(int status, String location) {
        ErrorPage page = new ErrorPage();
        page.setErrorCode(status);
        page.setLocation(location);
        context.addErrorPage(page);
    }

    /** The kind of store that requests find from now on. */
    void store(TestSession.Store store) {
        nextSession = () -> new TestSession(store);
    }

    /** Requests get no session, as those of another context. */
    void withoutSessions() {
        nextSession = null;
    }

    /** The session of the oldest request that has not been asked for yet. */
    TestSession session() throws InterruptedException {
        return sessions.poll(20, TimeUnit.SECONDS);
    }

    void forgetSessions() {
        sessions.clear();
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    private final class InstallingValve extends ValveBase {
        InstallingValve() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            boolean wanted = nextSession != null && !request.getRequestURI().equals(Http.BEFORE);
            if (wanted && TestSession.of(request) == null) {
                TestSession session = nextSession.get();
                session.bind(request);
                if (CHANGE.equals(request.getQueryString())) {
                    session.change();
                }
                sessions.add(session);
            }
            getNext().invoke(request, response);
        }
    }

    private static final class AppServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private final transient App app;

        AppServlet(App app) {
            this.app = app;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            app.serve(request, response);
        }
    }

    /** Changes the session when the request is over for the application, if it asked for that. */
    public static final class ChangeAtTheEnd implements ServletRequestListener {
        static final String WANTED = "change.at.end";

        @Override
        public void requestDestroyed(ServletRequestEvent event) {
            if (event.getServletRequest().getAttribute(WANTED) != null) {
                TestSession.of(event.getServletRequest()).change();
            }
        }
    }
}
