package dev.limpet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TomcatDistributionTest {
    private static final List<String> FILES = List.of(
            "apache-tomcat-10.1.0/bin/bootstrap.jar",
            "apache-tomcat-10.1.0/bin/tomcat-juli.jar",
            "apache-tomcat-10.1.0/conf/web.xml");

    @TempDir
    Path temp;

    @Test
    void isUnpackedOnceAndLeftAlone() throws IOException {
        Path zip = zip(FILES);
        TomcatDistribution first = TomcatDistribution.unpack(zip, temp.resolve("cache"));
        assertThat(first.version()).isEqualTo("10.1.0");
        assertThat(first.conf().resolve("web.xml")).exists();
        Path marker = Files.writeString(first.home().resolve("marker"), "");

        assertThat(TomcatDistribution.unpack(zip, temp.resolve("cache"))).isEqualTo(first);
        assertThat(marker).exists();
        assertThat(temp.resolve("cache")).isDirectoryNotContaining("glob:**/unpacking*");
    }

    @Test
    void refusesAFolderThatIsNoTomcat() throws IOException {
        Path zip = zip(FILES.subList(1, 3));
        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(() -> TomcatDistribution.unpack(zip, temp.resolve("cache")))
                .withMessageContaining("bin/bootstrap.jar");
    }

    private Path zip(List<String> names) throws IOException {
        Path zip = temp.resolve("tomcat.zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            for (String name : names) {
                entries.putNextEntry(new ZipEntry(name));
                entries.closeEntry();
            }
        }
        return zip;
    }
}
