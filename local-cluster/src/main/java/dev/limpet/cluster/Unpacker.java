package dev.limpet.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Unpacks a zip with one folder at its top, once. The folder appears complete or not at all, and is never touched again: other
 * processes may be running what is in it.
 */
final class Unpacker {
    private Unpacker() {}

    /** Answers the folder, whoever has unpacked it. */
    static Path unpack(Path zip, Path parent) {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            String top = file.entries().nextElement().getName().split("/")[0];
            Path folder = parent.resolve(top);
            if (!Files.exists(folder)) {
                unpack(file, parent, top);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack " + zip, e);
        }
    }

    private static void unpack(ZipFile file, Path parent, String top) throws IOException {
        try (Workspace workspace = Workspace.createIn(parent, "unpacking")) {
            for (ZipEntry entry : file.stream().toList()) {
                unpack(file, entry, workspace.path());
            }
            publish(workspace.path().resolve(top), parent.resolve(top));
        }
    }

    private static void unpack(ZipFile file, ZipEntry entry, Path target) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("An entry that leads out of the zip: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
        } else {
            Files.createDirectories(path.getParent());
            try (InputStream in = file.getInputStream(entry)) {
                Files.copy(in, path);
            }
        }
    }

    private static void publish(Path complete, Path folder) throws IOException {
        try {
            Files.move(complete, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.exists(folder)) {
                throw e;
            }
        }
    }
}
