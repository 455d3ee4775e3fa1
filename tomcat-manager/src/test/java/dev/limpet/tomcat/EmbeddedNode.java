package dev.limpet.tomcat;

import java.nio.file.Path;
import java.util.Map;

import jakarta.servlet.Servlet;

import org.apache.catalina.Context;
import org.apache.catalina.Globals;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Valve;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardThreadExecutor;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.ProtocolHandler;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.scan.StandardJarScanner;

import dev.limpet.testing.Folders;

/** A Tomcat inside the test with one context and the session manager, on a free loopback port. */
final class EmbeddedNode implements AutoCloseable {

    private final Tomcat tomcat = new Tomcat();
    private final Map<String, String> attributes;
    private final Path base = Folders.make("limpet-node");
    private final Context context;

    EmbeddedNode(String route, Map<String, String> attributes, Map<String, Servlet> servlets) {
        // That of the node before, which may be gone: Tomcat would make its folder anew.
        System.clearProperty(Globals.CATALINA_HOME_PROP);
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getEngine().setJvmRoute(route);
        this.attributes = attributes;
        context = addContext("", servlets);
    }

    /**
     * A further webapp, with a session manager of its own that has the same attributes.
     *
     * @param first valves that stand before the manager in its configuration
     */
    Context addContext(String path, Map<String, Servlet> servlets, Valve... first) {
        Context added = tomcat.addContext(path, null);
        for (Valve valve : first) {
            added.getPipeline().addValve(valve);
        }
        withManager(added);
        addServlets(added, servlets);
        return added;
    }

    /** One version of a webapp, "" for none; a node that runs starts it at once. */
    void deploy(String path, String version, Map<String, Servlet> servlets) {
        StandardContext added = new StandardContext();
        added.setName(version.isEmpty() ? path : path + "##" + version);
        added.setPath(path);
        added.setWebappVersion(version);
        added.addLifecycleListener(new Tomcat.FixContextListener());
        addServlets(added, servlets);
        tomcat.getHost().addChild(withManager(added));
    }

    /** @param name the path, with the version if it has one */
    void undeploy(String name) {
        tomcat.getHost().removeChild(webapp(name));
    }

    /** A further webapp, as it stands in a folder: with its descriptor, its libraries and their initializers. */
    Context addWebapp(String path, Path folder) {
        tomcat.setAddDefaultWebXmlToWebapp(false);
        Context added = withManager(tomcat.addWebapp(path, folder.toString()));
        ((StandardJarScanner) added.getJarScanner()).setScanClassPath(false);
        return added;
    }

    private Context withManager(Context added) {
        RedisSessionManager itsManager = new RedisSessionManager();
        attributes.forEach(itsManager::setProperty);
        added.setManager(itsManager);
        return added;
    }

    static void addServlets(Context context, Map<String, Servlet> servlets) {
        servlets.forEach((pattern, servlet) -> {
            Tomcat.addServlet(context, pattern, servlet).setAsyncSupported(true);
            context.addServletMappingDecoded(pattern, pattern);
        });
    }

    /** Somebody who may log in. */
    void addUser(String name, String password, String role) {
        tomcat.addUser(name, password);
        tomcat.addRole(name, role);
    }

    void allowLongHeaders() {
        tomcat.getConnector().setProperty("maxHttpRequestHeaderSize", "65536");
    }

    /** So many threads for all requests. */
    void haveRequestThreads(int number) {
        tomcat.getConnector().setProperty("maxThreads", Integer.toString(number));
        tomcat.getConnector().setProperty("minSpareThreads", Integer.toString(number));
    }

    void speakHttp2() {
        tomcat.getConnector().addUpgradeProtocol(new Http2Protocol());
    }

    ProtocolHandler protocol() {
        return tomcat.getConnector().getProtocolHandler();
    }

    void stopConnector() {
        stop(tomcat.getConnector());
    }

    boolean isConnectorStopping() {
        return !tomcat.getConnector().getState().isAvailable();
    }

    void stopContext() {
        stop(context);
    }

    private static void stop(Lifecycle part) {
        try {
            part.stop();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Request threads that are not the connector's own. */
    void haveRequestThreads(StandardThreadExecutor executor) {
        tomcat.getService().addExecutor(executor);
        tomcat.getConnector().getProtocolHandler().setExecutor(executor);
    }

    /** A valve around all webapps. */
    void addOuterValve(Valve valve) {
        tomcat.getHost().getPipeline().addValve(valve);
    }

    /** A webapp that is there. */
    Context webapp(String name) {
        return (Context) tomcat.getHost().findChild(name);
    }

    EmbeddedNode start() throws LifecycleException {
        tomcat.start();
        return this;
    }

    String route() {
        return tomcat.getEngine().getJvmRoute();
    }

    Context context() {
        return context;
    }

    RedisSessionManager manager() {
        return (RedisSessionManager) context.getManager();
    }

    String url(String path) {
        return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path;
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
        Folders.delete(base);
    }
}
