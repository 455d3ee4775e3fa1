package dev.limpet.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Lays out a node's CATALINA_BASE: the distribution's conf with our server.xml and context.xml, lib, webapps. */
final class NodeFiles {
    /** One log, on standard output: what the distribution spreads over several files. */
    private static final String LOGGING =
            """
            handlers = java.util.logging.ConsoleHandler
            .handlers = java.util.logging.ConsoleHandler
            .level = INFO
            java.util.logging.ConsoleHandler.level = ALL
            java.util.logging.ConsoleHandler.formatter = org.apache.juli.OneLineFormatter
            java.util.logging.ConsoleHandler.encoding = UTF-8
            """;

    private NodeFiles() {}

    static void write(NodeSettings settings, Path base) {
        try {
            for (String name : List.of("conf", "lib", "logs", "temp", "webapps", "work")) {
                Files.createDirectories(base.resolve(name));
            }
            writeConf(settings, base.resolve("conf"));
            for (Path jar : settings.jars()) {
                copyInto(jar, base.resolve("lib"));
            }
            for (Map.Entry<String, Path> war : settings.wars().entrySet()) {
                Files.copy(war.getValue(), base.resolve("webapps").resolve(fileName(war.getKey())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeConf(NodeSettings settings, Path conf) throws IOException {
        try (Stream<Path> files = Files.list(settings.distribution().conf())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                copyInto(file, conf);
            }
        }
        Files.writeString(conf.resolve("server.xml"), settings.serverXml());
        Files.writeString(conf.resolve("context.xml"), settings.contextXml());
        Files.writeString(conf.resolve("logging.properties"), LOGGING);
    }

    private static void copyInto(Path file, Path directory) throws IOException {
        Files.copy(file, directory.resolve(file.getFileName()));
    }

    /** As Tomcat derives the context path from it: ROOT.war, shop.war, a#b.war. */
    static String fileName(String contextPath) {
        String name = contextPath.startsWith("/") ? contextPath.substring(1) : contextPath;
        return (name.isEmpty() ? "ROOT" : name.replace('/', '#')) + ".war";
    }
}
