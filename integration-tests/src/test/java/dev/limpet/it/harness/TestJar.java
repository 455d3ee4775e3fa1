package dev.limpet.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Classes of the tests as a jar: for a node's lib, or as a Java agent. */
public final class TestJar {

    private TestJar() {}

    public static Path of(Class<?>... classes) {
        return write(manifest(), classes);
    }

    /** @param agent has a {@code premain} */
    public static Path agent(Class<?> agent, Class<?>... others) {
        Manifest manifest = manifest();
        manifest.getMainAttributes().putValue("Premain-Class", agent.getName());
        Class<?>[] all = new Class<?>[others.length + 1];
        all[0] = agent;
        System.arraycopy(others, 0, all, 1, others.length);
        return write(manifest, all);
    }

    private static Manifest manifest() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        return manifest;
    }

    private static Path write(Manifest manifest, Class<?>... classes) {
        try {
            Path jar = Files.createTempFile(Path.of("target"), "it-", ".jar");
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
                for (Class<?> each : classes) {
                    add(out, each.getName().replace('.', '/') + ".class");
                }
            }
            jar.toFile().deleteOnExit();
            return jar.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(JarOutputStream out, String name) throws IOException {
        try (InputStream bytes = TestJar.class.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new JarEntry(name));
            bytes.transferTo(out);
            out.closeEntry();
        }
    }
}
