package dev.limpet.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An unpacked Tomcat, only read: any number of nodes share it as their CATALINA_HOME. */
public record TomcatDistribution(Path home) {
    private static final List<String> BOOT_JARS = List.of("bin/bootstrap.jar", "bin/tomcat-juli.jar");

    public TomcatDistribution {
        home = home.toAbsolutePath();
        for (String jar : BOOT_JARS) {
            if (!Files.exists(home.resolve(jar))) {
                throw new StartFailedException(home + " is no Tomcat: it has no " + jar);
            }
        }
    }

    /** The one of this build, unpacked on first use; major is 10 or 11. */
    public static TomcatDistribution ofMajor(int major) {
        Project project = Project.locate();
        return unpack(project.tomcatZip(major), project.unpacked());
    }

    /** Unpacks it into this folder, unless it is there already; processes that do so at the same time share one. */
    public static TomcatDistribution unpack(Path zip, Path folder) {
        return new TomcatDistribution(Unpacker.unpack(zip, folder));
    }

    /** As in the name of its folder, for instance 10.1.59. */
    public String version() {
        String name = home.getFileName().toString();
        return name.substring(name.lastIndexOf('-') + 1);
    }

    Path conf() {
        return home.resolve("conf");
    }

    String bootClassPath() {
        return String.join(
                System.getProperty("path.separator"),
                BOOT_JARS.stream().map(jar -> home.resolve(jar).toString()).toList());
    }
}
