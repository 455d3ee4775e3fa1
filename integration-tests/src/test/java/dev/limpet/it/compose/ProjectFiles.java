package dev.limpet.it.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;

/** Finds and reads the project's own files, wherever the test was started. */
final class ProjectFiles {

    private static final Path ROOT = Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
            .filter(folder -> Files.exists(folder.resolve("docker-compose.yml")))
            .findFirst()
            .orElseThrow();

    private ProjectFiles() {}

    static Path path(String relative) {
        return ROOT.resolve(relative).normalize();
    }

    static String text(String relative) {
        try {
            return Files.readString(path(relative));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an XPath expression finds in an XML file, as text; empty if nothing. */
    static String xml(String relative, String expression) {
        try {
            var document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(path(relative).toFile());
            return XPathFactory.newInstance().newXPath().evaluate(expression, document);
        } catch (Exception e) {
            throw new IllegalStateException(relative + ": " + expression, e);
        }
    }

    /** The default in an attribute such as {@code ${node.port:-8080}}. */
    static String defaultOf(String relative, String expression) {
        return xml(relative, expression).replaceFirst("^\\$\\{[^:}]+:-(.*)}$", "$1");
    }
}
