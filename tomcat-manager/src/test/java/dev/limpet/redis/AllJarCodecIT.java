package dev.limpet.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Codecs by their documented names in the one jar, where they have other names, beside the libraries that users put there. */
class AllJarCodecIT {

    private static final Path JAR = Path.of(System.getProperty("limpet.all.jar"));
    private static final String PROBE = "dev.limpet.redis.AllJarCodecProbe";

    @TempDir
    Path directory;

    /** @param beside classes whose jars stand in lib/ too */
    private String probe(String codec, String... beside) throws Exception {
        List<URL> path = new ArrayList<>(
                List.of(JAR.toUri().toURL(), probeAlone().toUri().toURL()));
        for (String name : beside) {
            path.add(Class.forName(name).getProtectionDomain().getCodeSource().getLocation());
        }
        try (URLClassLoader alone =
                new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            @SuppressWarnings("unchecked")
            UnaryOperator<String> probe = (UnaryOperator<String>)
                    alone.loadClass(PROBE).getDeclaredConstructor().newInstance();
            return probe.apply(codec);
        }
    }

    private Path probeAlone() throws Exception {
        String file = PROBE.replace('.', '/') + ".class";
        Path target = directory.resolve(file);
        Files.createDirectories(target.getParent());
        Files.deleteIfExists(target);
        try (InputStream in = AllJarCodecIT.class.getClassLoader().getResourceAsStream(file)) {
            Files.copy(in, target);
        }
        return directory;
    }

    @Test
    void usesJacksonWhereItIs() throws Exception {
        assertThat(probe(
                        "org.redisson.codec.JsonJacksonCodec",
                        "com.fasterxml.jackson.databind.ObjectMapper",
                        "com.fasterxml.jackson.core.JsonFactory",
                        "com.fasterxml.jackson.annotation.JsonTypeInfo"))
                .isEqualTo("[a, 1]");
    }

    @Test
    void usesKryoWhereItIs() throws Exception {
        assertThat(probe(
                        "org.redisson.codec.Kryo5Codec",
                        "com.esotericsoftware.kryo.Kryo",
                        "com.esotericsoftware.reflectasm.FieldAccess",
                        "com.esotericsoftware.minlog.Log",
                        "org.objenesis.Objenesis"))
                .isEqualTo("[a, 1]");
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        assertThat(probe("org.redisson.codec.JsonJacksonCodec"))
                .startsWith(
                        "codec=\"org.redisson.codec.JsonJacksonCodec\" cannot be used: it needs com.fasterxml.jackson.")
                .contains("lib/");
        assertThat(probe("org.redisson.codec.Kryo5Codec"))
                .startsWith(
                        "codec=\"org.redisson.codec.Kryo5Codec\" cannot be used: it needs com.esotericsoftware.kryo.")
                .contains("lib/");
        assertThat(probe("org.redisson.codec.Kryo5Codec", "com.esotericsoftware.kryo.Kryo"))
                .startsWith("codec=\"org.redisson.codec.Kryo5Codec\" cannot be used: it needs org.objenesis.");
    }

    @Test
    void usesTheCodecThatNeedsNothing() throws Exception {
        assertThat(probe("org.redisson.codec.SerializationCodec")).isEqualTo("[a, 1]");
    }
}
