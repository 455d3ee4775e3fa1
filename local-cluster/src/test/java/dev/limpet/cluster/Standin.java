package dev.limpet.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** An application and a configuration that need no Limpet: a page that tells who served it and stamps the cookie. */
final class Standin {
    private static final String PAGE =
            """
            <%@ page session="false" contentType="text/plain" %><%
            String name = System.getProperty("node.name");
            response.setHeader("Set-Cookie", "ROUTE=" + name + "; Path=/");
            %><%= name %> <%= System.getProperty("limpet.redis") %>""";
    private static final String HEALTH = "<%@ page session=\"false\" %>UP";
    private static final String WEB_XML =
            """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <servlet><servlet-name>page</servlet-name><jsp-file>/page.jsp</jsp-file></servlet>
              <servlet><servlet-name>health</servlet-name><jsp-file>/health.jsp</jsp-file></servlet>
              <servlet-mapping><servlet-name>page</servlet-name><url-pattern>/page</url-pattern></servlet-mapping>
              <servlet-mapping>
                <servlet-name>health</servlet-name><url-pattern>/_limpet/health</url-pattern>
              </servlet-mapping>
            </web-app>
            """;

    private Standin() {}

    static Path war(Path folder) throws IOException {
        Path war = folder.resolve("standin.war");
        Map<String, String> files = Map.of("page.jsp", PAGE, "health.jsp", HEALTH, "WEB-INF/web.xml", WEB_XML);
        try (OutputStream out = Files.newOutputStream(war);
                JarOutputStream jar = new JarOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                jar.putNextEntry(new JarEntry(file.getKey()));
                jar.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                jar.closeEntry();
            }
        }
        return war;
    }

    /** The repository's server.xml without what comes in the Limpet jar. */
    static String serverXml() throws IOException {
        return Files.readString(Project.locate().serverXml()).replaceAll("<Listener className=\"dev.limpet[^>]*/>", "");
    }

    static TomcatNode.Builder configure(TomcatNode.Builder node, Path war) {
        try {
            return node.serverXml(serverXml()).contextXml("<Context/>").war("", war);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
