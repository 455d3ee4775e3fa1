package dev.limpet.tomcat;

import java.nio.file.Path;
import java.util.Map;

import jakarta.servlet.Servlet;

import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

import dev.limpet.testing.Folders;

/** A Tomcat inside the test with one context and the session manager, on a free loopback port. */
final class EmbeddedNode implements AutoCloseable {

    private final Tomcat tomcat = new Tomcat();
    private final RedisSessionManager manager = new RedisSessionManager();
    private final Path base = Folders.make("limpet-node");
    private final Context context;

    EmbeddedNode(String route, Map<String, String> attributes, Map<String, Servlet> servlets) {
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getEngine().setJvmRoute(route);
        context = tomcat.addContext("", null);
        attributes.forEach(manager::setProperty);
        context.setManager(manager);
        servlets.forEach((path, servlet) -> {
            Tomcat.addServlet(context, path, servlet).setAsyncSupported(true);
            context.addServletMappingDecoded(path, path);
        });
    }

    EmbeddedNode start() throws LifecycleException {
        tomcat.start();
        return this;
    }

    Context context() {
        return context;
    }

    RedisSessionManager manager() {
        return manager;
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
