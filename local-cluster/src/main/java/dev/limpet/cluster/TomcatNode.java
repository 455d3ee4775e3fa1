package dev.limpet.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One Tomcat in a JVM of its own, with a CATALINA_BASE of its own. Keeps name, port, files and log over restarts; owns the
 * process and the workspace, which {@link #close()} ends and removes. A start that fails throws
 * {@link StartFailedException} with the end of the log. Used by one thread at a time; {@link #kill()} may come from any.
 */
public final class TomcatNode implements AutoCloseable {
    /** What answers when Limpet is installed; without it a 404, which is an answer too. Asking makes no session. */
    public static final String HEALTH = "/_limpet/health";

    private static final String DRAIN = "/_limpet/drain";
    private static final String UNDRAIN = "/_limpet/undrain";
    private static final int NO_CONTENT = 204;
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(40);
    private static final Duration PROBE = Duration.ofSeconds(5);

    private final NodeSettings settings;
    private final Workspace workspace;
    private ServerProcess process;

    private TomcatNode(NodeSettings settings) {
        this.settings = settings;
        this.workspace = Workspace.create("limpet-" + settings.name());
        try {
            NodeFiles.write(settings, base());
        } catch (RuntimeException e) {
            workspace.close();
            throw e;
        }
    }

    public static Builder builder(TomcatDistribution distribution) {
        return new Builder(distribution);
    }

    /** Starts the process and returns at once; {@link #awaitStarted()} waits. */
    public TomcatNode start() {
        if (isAlive()) {
            throw new IllegalStateException(name() + " is running");
        }
        process = ServerProcess.start(name(), settings.command(base()), Map.of(), logFile());
        return this;
    }

    /** Waits until it answers on its port, with whatever status. */
    public TomcatNode awaitStarted() {
        process.awaitReady(() -> health(PROBE) != HttpProbe.NONE, START);
        return this;
    }

    /** Waits until this line, or part of a line, is in the log. */
    public TomcatNode awaitLog(String text) {
        process.awaitReady(() -> log().contains(text), START);
        return this;
    }

    /** Status of {@link #HEALTH}, or -1 when nothing answers in time. */
    public int health(Duration timeout) {
        return HttpProbe.status(port(), HEALTH, timeout);
    }

    public String name() {
        return settings.name();
    }

    public int port() {
        return settings.port();
    }

    /** Base URL without a slash at the end. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public Balancer.Target target() {
        return new Balancer.Target(name(), port());
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    public boolean isFrozen() {
        return process != null && process.isFrozen();
    }

    /** How much processor time the running process has used since it was started. */
    public Duration cpuTime() {
        return process.cpuTime();
    }

    /** All that Tomcat and the applications have printed, over all starts. */
    public String log() {
        return ServerProcess.text(logFile());
    }

    public Path logFile() {
        return base().resolve("logs/node.log");
    }

    /** CATALINA_BASE. */
    public Path base() {
        return workspace.path();
    }

    /** SIGKILL, and waits until it is gone. */
    public void kill() {
        process.kill();
    }

    /** Makes it let its clients go; it goes on serving. */
    public void drain() {
        tell(DRAIN);
    }

    /** Ends the drain. */
    public void undrain() {
        tell(UNDRAIN);
    }

    private void tell(String path) {
        int status = HttpProbe.status("POST", port(), path, PROBE);
        if (status != NO_CONTENT) {
            throw new IllegalStateException(name() + " answers POST " + path + " with " + status);
        }
    }

    /** SIGTERM; returns at once, {@link #awaitStopped()} waits. Thaws it first. */
    public void term() {
        process.term();
    }

    /** Waits for the end after {@link #term()}; one that takes longer than 40 s is killed. */
    public void awaitStopped() {
        if (!process.exits(STOP)) {
            process.kill();
        }
    }

    /** SIGSTOP: its port accepts connections, nobody answers. */
    public void freeze() {
        process.freeze();
    }

    /** SIGCONT. */
    public void thaw() {
        process.thaw();
    }

    /** Stops it gracefully, starts it on the same port and waits until it answers. */
    public void restart() {
        term();
        awaitStopped();
        start().awaitStarted();
    }

    @Override
    public void close() {
        try (workspace) {
            if (isAlive()) {
                term();
                awaitStopped();
            }
        }
    }

    /** Collects what a node is started with; nothing but the distribution is needed. */
    public static final class Builder {
        private final TomcatDistribution distribution;
        private final Map<String, String> properties = new LinkedHashMap<>();
        private final List<String> jvmOptions = new ArrayList<>(List.of("-Xmx256m"));
        private final List<Path> jars = new ArrayList<>();
        private final Map<String, Path> wars = new LinkedHashMap<>();
        private String name = "node1";
        private int port;
        private String serverXml;
        private String contextXml;

        private Builder(TomcatDistribution distribution) {
            this.distribution = distribution;
        }

        public Builder name(String value) {
            name = value;
            return this;
        }

        /** Default: a free one. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        public Builder redis(String url) {
            return property("limpet.redis", url);
        }

        /** How long it goes on serving after SIGTERM (node.drain.seconds of conf/server.xml). */
        public Builder drainSeconds(int seconds) {
            return property("node.drain.seconds", Integer.toString(seconds));
        }

        /** A system property of the node; also what ${name} stands for in server.xml and context.xml. */
        public Builder property(String key, String value) {
            properties.put(key, value);
            return this;
        }

        /** Default: -Xmx256m; a later option wins in the JVM. */
        public Builder jvmOption(String option) {
            jvmOptions.add(option);
            return this;
        }

        /** A jar for the node's lib, which Tomcat's common class loader reads. */
        public Builder jar(Path jar) {
            jars.add(jar);
            return this;
        }

        /** An application under a context path: "" is the root, "/shop" another. */
        public Builder war(String contextPath, Path war) {
            wars.put(contextPath, war);
            return this;
        }

        /** Text instead of the repository's conf/server.xml. */
        public Builder serverXml(String text) {
            serverXml = text;
            return this;
        }

        /** Text instead of the repository's conf/context.xml. */
        public Builder contextXml(String text) {
            contextXml = text;
            return this;
        }

        /** Lays out its files; {@link TomcatNode#start()} starts it. */
        public TomcatNode build() {
            return new TomcatNode(new NodeSettings(
                    distribution,
                    name,
                    port == 0 ? FreePort.any() : port,
                    serverXml == null ? read(Project.locate().serverXml()) : serverXml,
                    contextXml == null ? read(Project.locate().contextXml()) : contextXml,
                    properties,
                    jvmOptions,
                    jars,
                    wars));
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
