package dev.limpet.filter;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.Map;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;

import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/** A Jetty on a free loopback port with the filter declared as web.xml would, and one servlet behind it. */
final class JettyNode implements AutoCloseable {

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final ServletContextHandler context = new ServletContextHandler("/app", ServletContextHandler.SESSIONS);
    private final HttpClient client = HttpClient.newHttpClient();

    JettyNode(Map<String, String> initParams, HttpServlet application) {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        FilterHolder filter = new FilterHolder(AffinityFilter.class);
        filter.setInitParameters(initParams);
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/*", EnumSet.allOf(DispatcherType.class));
        ServletHolder servlet = new ServletHolder(application);
        servlet.setAsyncSupported(true);
        context.addServlet(servlet, "/*");
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
        errors.addErrorPage(500, "/error");
        context.setErrorHandler(errors);
        server.setHandler(context);
    }

    JettyNode start() throws Exception {
        server.start();
        return this;
    }

    DrainSwitch drainSwitch() {
        return DrainSwitch.of(context.getServletContext()).orElseThrow();
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/app" + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }
}
