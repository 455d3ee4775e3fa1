package dev.limpet.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary directory that goes when it is closed, with all that is in it. If the JVM ends without closing it, even by
 * {@code kill -9}, {@link LastWill} removes it. Owned by whoever created it; not meant to be closed by two threads at once.
 */
public final class Workspace implements AutoCloseable {
    private static final int ATTEMPTS = 5;

    private final Path path;

    private Workspace(Path path) {
        this.path = path;
    }

    /** A new directory in the system's folder for temporary files; the prefix is for people who look there. */
    public static Workspace create(String prefix) {
        return createIn(Path.of(System.getProperty("java.io.tmpdir")), prefix);
    }

    /** A new directory in this one, which is made when it is not there. */
    static Workspace createIn(Path parent, String prefix) {
        try {
            Files.createDirectories(parent);
            Path path = Files.createTempDirectory(parent, prefix + "-").toRealPath();
            LastWill.ofThisJvm().remove(path);
            return new Workspace(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path path() {
        return path;
    }

    /** A directory of this name in the workspace, made when it is not there. */
    public Path directory(String name) {
        try {
            return Files.createDirectories(path.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes everything. Files that appear meanwhile are deleted too; what is gone already does not matter. */
    @Override
    public void close() {
        IOException last = null;
        for (int attempt = 0; attempt < ATTEMPTS && Files.exists(path); attempt++) {
            try {
                deleteAll();
            } catch (IOException | UncheckedIOException e) {
                last = new IOException("Cannot delete " + path, e);
            }
        }
        if (last != null && Files.exists(path)) {
            throw new UncheckedIOException(last);
        }
    }

    private void deleteAll() throws IOException {
        for (Path entry : contentsFirst()) {
            Files.deleteIfExists(entry);
        }
    }

    private List<Path> contentsFirst() throws IOException {
        try (Stream<Path> tree = Files.walk(path)) {
            return tree.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException gone) {
            return List.of();
        }
    }
}
