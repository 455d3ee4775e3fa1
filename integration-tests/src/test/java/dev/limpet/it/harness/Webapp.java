package dev.limpet.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;

import dev.limpet.cluster.TomcatNode;

/**
 * An application on a running node, changed as its operator does: by its files. Tomcat looks at them at once, where {@code autoDeploy} would do so within ten
 * seconds; all methods return when what follows is done.
 *
 * @param name as Tomcat knows it: {@code /shop}, or {@code /shop##2} for a version; "" is the root
 */
public record Webapp(TomcatNode node, String name) {

    /** Puts the WAR there, over one that is there already. */
    public void deploy(Path war) {
        try {
            Path fresh = Files.copy(war, node.base().resolve("temp/fresh.war"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(fresh, war(), StandardCopyOption.ATOMIC_MOVE);
            touch(war());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Jmx.check(node, name);
    }

    /** Takes the WAR away. */
    public void undeploy() {
        try {
            Files.delete(war());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Jmx.check(node, name);
    }

    /** A new class loader for the same files. */
    public void reload() {
        try {
            touch(webapps().resolve(file() + "/WEB-INF/web.xml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Jmx.check(node, name);
    }

    private static void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
    }

    private Path war() {
        return webapps().resolve(file() + ".war");
    }

    private String file() {
        return name.isEmpty() ? "ROOT" : name.substring(1);
    }

    private Path webapps() {
        return node.base().resolve("webapps");
    }
}
