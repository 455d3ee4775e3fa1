package dev.limpet.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BinaryOperator;
import java.util.jar.JarFile;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one jar that users copy: alone on a class path it works, and beside an application it has no name of others. */
class AllJarIT {

    private static final Path JAR = Path.of(System.getProperty("limpet.all.jar"));
    private static final long LARGEST = 8L * 1024 * 1024;
    private static final String PROBE = "dev.limpet.redis.AllJarProbe";

    @TempDir
    Path directory;

    @BeforeEach
    void putTheProbeAside() throws IOException {
        String file = PROBE.replace('.', '/') + ".class";
        Path target = directory.resolve("probe").resolve(file);
        Files.createDirectories(target.getParent());
        try (InputStream in = AllJarIT.class.getClassLoader().getResourceAsStream(file)) {
            Files.copy(in, target);
        }
    }

    private String probe(String url, String yaml) throws Exception {
        URL[] path = {JAR.toUri().toURL(), directory.resolve("probe").toUri().toURL()};
        try (URLClassLoader alone = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            @SuppressWarnings("unchecked")
            BinaryOperator<String> probe = (BinaryOperator<String>)
                    alone.loadClass(PROBE).getDeclaredConstructor().newInstance();
            return probe.apply(url, yaml);
        }
    }

    private String yaml(String content) throws IOException {
        return Files.writeString(directory.resolve("redisson.yaml"), content).toString();
    }

    private static List<String> entries() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();
        }
    }

    @Test
    void holdsNothingUnderOthersNames() throws IOException {
        assertThat(entries())
                .doesNotHaveDuplicates()
                .filteredOn(name -> !name.startsWith("dev/limpet/") && !name.startsWith("org/apache/coyote/"))
                .containsExactlyInAnyOrder(
                        "META-INF/MANIFEST.MF",
                        "META-INF/LICENSE",
                        "META-INF/LICENSE-slf4j",
                        "META-INF/NOTICE",
                        "META-INF/services/dev.limpet.shaded.org.slf4j.spi.SLF4JServiceProvider");
    }

    @Test
    void holdsOnlyWhatHasToBeThereInTomcatsPackage() throws IOException {
        assertThat(entries())
                .filteredOn(name -> name.startsWith("org/apache/coyote/"))
                .isNotEmpty()
                .allMatch(name -> name.matches("org/apache/coyote/(CommitSeam(\\$\\w+)?|LateTimeouts)\\.class"));
    }

    @Test
    void holdsTheFilterTheManagerAndTheScripts() throws IOException {
        assertThat(entries())
                .contains(
                        "dev/limpet/filter/AffinityFilter.class",
                        "dev/limpet/tomcat/RedisSessionManager.class",
                        "dev/limpet/redis/save.lua",
                        "dev/limpet/shaded/org/redisson/Redisson.class");
    }

    @Test
    void holdsNeitherModulesNorLibrariesThatRedissonGetsAlongWithout() throws IOException {
        assertThat(entries())
                .noneMatch(name -> name.endsWith("module-info.class"))
                .noneMatch(name -> name.endsWith(".so") || name.endsWith(".jnilib"))
                .noneMatch(
                        name -> name.matches("dev/limpet/shaded/(?!org/(redisson|slf4j|yaml/snakeyaml)/|io/netty/).*"));
    }

    @Test
    void isSmall() throws IOException {
        assertThat(Files.size(JAR)).isLessThan(LARGEST);
    }

    @Test
    void worksAloneWithASingleServer() throws Exception {
        try (RedisServerFixture server = RedisServerFixture.start()) {
            assertThat(probe(server.url(), null)).isEqualTo("hello, hello");
        }
    }

    @Test
    void findsAServerByItsName() throws Exception {
        try (RedisServerFixture server = RedisServerFixture.start()) {
            assertThat(probe("redis://localhost:" + server.port(), null)).isEqualTo("hello, hello");
        }
    }

    @Test
    void worksAloneWithACluster() throws Exception {
        try (RedisClusterFixture cluster = RedisClusterFixture.start()) {
            assertThat(probe(cluster.url(), null)).isEqualTo("hello, hello");
        }
    }

    @Test
    void worksAloneWithAYamlFileThatNamesRedissonsClasses() throws Exception {
        try (RedisServerFixture server = RedisServerFixture.start()) {
            String yaml = yaml(
                    """
                    singleServerConfig:
                      address: "%s"
                      reconnectionDelay: !<org.redisson.config.EqualJitterDelay> {baseDelay: PT0.1S, maxDelay: PT1S}
                      retryDelay: !!org.redisson.config.ConstantDelay {delay: PT1S}
                    nettyHook: !<org.redisson.client.DefaultNettyHook> {}
                    codec: !<org.redisson.codec.SerializationCodec> {}
                    """
                            .formatted(server.url()));
            assertThat(probe(null, yaml)).isEqualTo("hello, hello");
        }
    }

    @Test
    void worksAloneWithAYamlFileOfACluster() throws Exception {
        try (RedisClusterFixture cluster = RedisClusterFixture.start()) {
            String yaml = yaml(
                    """
                    clusterServersConfig:
                      nodeAddresses: ["%s"]
                      loadBalancer: !<org.redisson.connection.balancer.RandomLoadBalancer> {}
                    """
                            .formatted(cluster.node(1).url()));
            assertThat(probe(null, yaml)).isEqualTo("hello, hello");
        }
    }

    @Test
    void saysWhenAYamlFileNamesAClassThatIsNotInTheJar() throws Exception {
        String yaml = yaml(
                """
                singleServerConfig:
                  address: "redis://127.0.0.1:1"
                codec: !<org.redisson.codec.Kryo5Codec> {}
                """);
        assertThatThrownBy(() -> probe(null, yaml)).hasStackTraceContaining("redissonConfig=");
    }

    @Test
    void logsIntoTheLogOfTheJdk() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getLoggerName() + " " + line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try (RedisServerFixture server = RedisServerFixture.reserve()) {
            assertThatThrownBy(() -> probe(server.url(), null)).hasStackTraceContaining("cannot be reached");
        } finally {
            root.removeHandler(handler);
        }
        assertThat(lines)
                .anyMatch(line ->
                        line.startsWith("dev.limpet.redis.RedisConnector") && line.contains("cannot be reached"))
                .noneMatch(line -> line.startsWith("dev.limpet.shaded.org.redisson.Version"));
    }
}
