package dev.limpet.it.balancer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import dev.limpet.cluster.Project;
import dev.limpet.cluster.TomcatNode;

/** A build of the jar: this one, or a copy that differs from it in one thing. */
record Build(Path jar) {

    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String FORMAT_FILE = "dev/limpet/redis/format.lua";
    private static final String FORMAT = "local FORMAT = '1'";

    static Build of(Path jar) {
        return new Build(jar);
    }

    static Build withVersion(String version, Path folder) {
        return changed(
                folder,
                MANIFEST,
                "Manifest-Version: 1.0",
                "Manifest-Version: 1.0\r\nImplementation-Version: " + version);
    }

    /** Writes sessions in that format and reads those before. */
    static Build withFormat(int format, Path folder) {
        return changed(folder, FORMAT_FILE, FORMAT, FORMAT.replace("1", Integer.toString(format)));
    }

    private static Build changed(Path folder, String entry, String text, String by) {
        Path copy = folder.resolve("changed.jar");
        try {
            Files.copy(Project.locate().limpetJar(), copy);
            try (FileSystem jar = FileSystems.newFileSystem(copy)) {
                Path file = jar.getPath(entry);
                String content = Files.readString(file, UTF_8);
                if (!content.contains(text)) {
                    throw new IllegalStateException(entry + " does not contain " + text);
                }
                Files.writeString(file, content.replace(text, by), UTF_8);
            }
            return new Build(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In place of the one that the node has; it takes effect with the node's next start. */
    void install(TomcatNode node) {
        Path lib = node.base().resolve("lib");
        Path installed = lib.resolve(Project.locate().limpetJar().getFileName());
        try {
            Path fresh = Files.copy(jar, lib.resolve("fresh"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(fresh, installed, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
