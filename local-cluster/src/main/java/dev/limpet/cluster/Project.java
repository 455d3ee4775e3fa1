package dev.limpet.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where things are in a clone of this repository: the configuration files that users copy, and what the build has made. The
 * root is the nearest folder upwards from the working directory that has conf/server.xml and balancers. A file that is not
 * there is a {@link StartFailedException} that says what makes it.
 */
public final class Project {
    private final Path root;

    private Project(Path root) {
        this.root = root;
    }

    public static Project locate() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("conf/server.xml")) && Files.isDirectory(folder.resolve("balancers"))) {
                return new Project(folder);
            }
        }
        throw new StartFailedException("Run this inside a clone of the repository; " + start + " is not in one");
    }

    public Path root() {
        return root;
    }

    public Path serverXml() {
        return existing(root.resolve("conf/server.xml"), "it belongs to the repository");
    }

    public Path contextXml() {
        return existing(root.resolve("conf/context.xml"), "it belongs to the repository");
    }

    /** A balancer's file, for instance {@code haproxy/haproxy.cfg}. */
    public Path balancerFile(String name) {
        return existing(root.resolve("balancers").resolve(name), "it belongs to the repository");
    }

    /** The jar that goes into Tomcat's lib. */
    public Path limpetJar() {
        return newest("tomcat-manager/target", "limpet-tomcat-manager-", "-all.jar");
    }

    public Path sampleWar() {
        return newest("sample-webapp/target", "limpet-sample-webapp-", ".war");
    }

    /** Tomcat's distribution of this major version, 10 or 11. */
    public Path tomcatZip(int major) {
        return newest("local-cluster/target/distributions", "tomcat-" + major + ".", ".zip");
    }

    /** Where distributions are unpacked. */
    Path unpacked() {
        return root.resolve("local-cluster/target/tomcat");
    }

    private Path newest(String folder, String prefix, String suffix) {
        Path directory = root.resolve(folder);
        String wanted = directory + "/" + prefix + "*" + suffix;
        if (!Files.isDirectory(directory)) {
            throw missing(wanted);
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .filter(file -> file.getFileName().toString().endsWith(suffix))
                    .max(Comparator.comparing(Project::modified))
                    .orElseThrow(() -> missing(wanted));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StartFailedException missing(String what) {
        return new StartFailedException(what + " is not there: build it with ./mvnw package -DskipTests");
    }

    private static Path existing(Path file, String hint) {
        if (!Files.exists(file)) {
            throw new StartFailedException(file + " is not there: " + hint);
        }
        return file;
    }

    private static long modified(Path file) {
        return file.toFile().lastModified();
    }
}
