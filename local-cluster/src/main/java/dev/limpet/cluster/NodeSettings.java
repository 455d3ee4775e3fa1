package dev.limpet.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a node is started with; {@link TomcatNode.Builder} collects it.
 *
 * @param serverXml text of conf/server.xml
 * @param contextXml text of conf/context.xml
 * @param jars copied into the node's lib
 * @param wars by context path: "" is the root, "/shop" another
 */
record NodeSettings(
        TomcatDistribution distribution,
        String name,
        int port,
        String serverXml,
        String contextXml,
        Map<String, String> properties,
        List<String> jvmOptions,
        List<Path> jars,
        Map<String, Path> wars) {
    private static final List<String> OPENED = List.of(
            "java.base/java.lang",
            "java.base/java.lang.invoke",
            "java.base/java.lang.reflect",
            "java.base/java.io",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.rmi/sun.rmi.transport");

    NodeSettings {
        Objects.requireNonNull(distribution, "distribution");
        Objects.requireNonNull(name, "name");
        properties = new LinkedHashMap<>(properties);
        jvmOptions = List.copyOf(jvmOptions);
        jars = List.copyOf(jars);
        wars = Map.copyOf(wars);
    }

    /** The JVM itself, no shell, so that the process id is Tomcat's. */
    List<String> command(Path base) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        OPENED.forEach(name -> command.add("--add-opens=" + name + "=ALL-UNNAMED"));
        allProperties(base).forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", distribution.bootClassPath()));
        command.addAll(List.of("org.apache.catalina.startup.Bootstrap", "start"));
        return command;
    }

    private Map<String, String> allProperties(Path base) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("catalina.home", distribution.home().toString());
        all.put("catalina.base", base.toString());
        all.put("java.io.tmpdir", base.resolve("temp").toString());
        all.put("java.util.logging.manager", "org.apache.juli.ClassLoaderLogManager");
        all.put(
                "java.util.logging.config.file",
                base.resolve("conf/logging.properties").toString());
        all.put("java.awt.headless", "true");
        all.put("node.name", name);
        all.put("node.port", Integer.toString(port));
        all.put("node.address", "127.0.0.1");
        all.putAll(properties);
        return all;
    }
}
