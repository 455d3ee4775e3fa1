package dev.limpet.tomcat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.limpet.tomcat.faces.Cart;

/** The webapp of {@code src/test/faces} in a folder, with Mojarra, Weld and the beans of its pages in its WEB-INF. */
final class FacesWebapp {

    private static final Path PAGES = Path.of("src/test/faces");
    private static final Path CLASSES = Path.of("target/test-classes");
    private static final Path BEANS = Path.of(Cart.class.getPackageName().replace('.', '/'));
    private static final Pattern LIBRARIES =
            Pattern.compile(".*[/\\\\](jakarta\\.(faces|enterprise|inject|interceptor)|weld|jboss)[^/\\\\]*\\.jar");

    private FacesWebapp() {}

    static void writeTo(Path folder) throws IOException {
        copy(PAGES, PAGES, folder);
        copy(CLASSES.resolve(BEANS), CLASSES, folder.resolve("WEB-INF/classes"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (LIBRARIES.matcher(entry).matches()) {
                Path jar = Path.of(entry);
                copy(jar, jar.getParent(), folder.resolve("WEB-INF/lib"));
            }
        }
    }

    private static void copy(Path from, Path root, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(root.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
