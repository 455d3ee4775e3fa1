package dev.limpet.it.harness;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

import dev.limpet.cluster.FreePort;
import dev.limpet.cluster.Httpd;
import dev.limpet.cluster.Project;
import dev.limpet.cluster.TomcatNode;

/**
 * Nodes that speak HTTP/1.1, HTTP/2 and AJP, and compress for who accepts it. Owns the Apache httpd before their AJP connectors,
 * which is started when the first browser wants it. Used by the test's thread.
 */
public final class Wires implements AutoCloseable {

    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final String HTTP = "maxParameterCount=\"1000\"/>";

    /** Compressed even if it is small. */
    private static final String HTTP_2 = "maxParameterCount=\"1000\" compression=\"on\" compressionMinSize=\"0\">"
            + "<UpgradeProtocol className=\"org.apache.coyote.http2.Http2Protocol\" maxConcurrentStreamExecution=\"100\"/></Connector>";

    /** Before the other: a node that answers there answers here too. */
    private static final String AJP = "<Connector protocol=\"AJP/1.3\" address=\"127.0.0.1\" port=\"${node.ajp.port}\""
            + " secretRequired=\"false\" bindOnInit=\"false\"/>\n    <Connector ";

    private static final String PROXY_PASS = "ProxyPass \"/\" \"balancer://limpet/\"";

    private final Map<String, Integer> ajpPorts = new LinkedHashMap<>();
    private Httpd httpd;

    /** Before the node is built. */
    public TomcatNode.Builder open(String name, TomcatNode.Builder node) {
        int port = FreePort.any();
        ajpPorts.put(name, port);
        String serverXml = Nodes.replaced(Project.locate().serverXml(), HTTP, HTTP_2)
                .replaceFirst("<Connector ", Matcher.quoteReplacement(AJP));
        return node.name(name).serverXml(serverXml).property("node.ajp.port", Integer.toString(port));
    }

    /** conf/context.xml for them: Tomcat 11 cuts an answer off when what was forwarded is wrapped, unless it is told not to. */
    public static String forwardingWrapped(String contextXml) {
        return contextXml.replace("<Context>", "<Context suspendWrappedResponseAfterForward=\"false\">");
    }

    /** Base URL without a slash at the end. Skips the test, or fails it, when it takes an httpd that is not there. */
    public String url(Wire wire, TomcatNode node) {
        return wire == Wire.AJP ? httpd().url() + "/" + node.name() : node.url().toString();
    }

    private Httpd httpd() {
        if (httpd == null) {
            Requirements.require(Httpd.isInstalled(), "Apache httpd");
            httpd = Httpd.start(FreePort.any(), List.of(), SILENCE, file -> file.replace(PROXY_PASS, paths()));
        }
        return httpd;
    }

    /** Each node under its name. Whatever comes is handed on at once: that is what is looked at. */
    private String paths() {
        return ajpPorts.entrySet().stream()
                .map(node -> "ProxyPass \"/%s/\" \"ajp://127.0.0.1:%d/\" flushpackets=on retry=0"
                        .formatted(node.getKey(), node.getValue()))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        if (httpd != null) {
            httpd.close();
        }
    }
}
