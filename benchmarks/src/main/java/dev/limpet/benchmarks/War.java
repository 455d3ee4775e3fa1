package dev.limpet.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs the measured application, whose classes are on our class path, into a WAR. */
final class War {
    private static final List<String> CLASSES = List.of("BenchmarkServlet", "Content", "Strings", "Beans", "Profile");
    private static final String FOLDER = "dev/limpet/benchmarks/webapp/";

    private War() {}

    static Path write(Path file) {
        try (ZipOutputStream war = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : CLASSES) {
                String path = FOLDER + name + ".class";
                war.putNextEntry(new ZipEntry("WEB-INF/classes/" + path));
                try (InputStream in = War.class.getResourceAsStream("/" + path)) {
                    in.transferTo(war);
                }
                war.closeEntry();
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
