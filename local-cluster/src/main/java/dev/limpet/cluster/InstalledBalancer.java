package dev.limpet.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A balancer that is installed on this machine, with the repository's file, in a process of its own that it owns together
 * with its workspace. Keeps its port over restarts. A start that fails throws {@link StartFailedException} with the end of
 * the log. Used by one thread at a time.
 */
public abstract class InstalledBalancer implements Balancer {
    /** The nodes that the files have lines for: node1 to node3. */
    public static final int NODES = 3;

    static final String HOST = "127.0.0.1";

    /** After how long a node that says nothing is given up by balancers that have no checks to tell. */
    static final Duration SILENCE = Duration.ofSeconds(30);

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Duration RELOAD = Duration.ofSeconds(60);
    private static final int PROBE_MILLIS = 10_000;
    private static final int NOBODY_LISTENS = 1;

    private final String name;
    private final Workspace workspace;
    private final int port;
    private final Map<String, String> variables;
    private final UnaryOperator<String> edit;
    private ServerProcess process;

    /**
     * @param edit what is changed in the repository's file, for those that try something else than it says
     */
    InstalledBalancer(String name, int port, List<Target> targets, UnaryOperator<String> edit) {
        this.name = name;
        this.port = port;
        this.edit = edit;
        this.variables = variables(name, port, targets);
        this.workspace = Workspace.create("limpet-" + name.toLowerCase(Locale.ROOT));
    }

    /** Writes what the process reads and starts it; nobody waits yet. */
    abstract ServerProcess launch();

    /** Tells the running process to read its file again, and returns the one that is responsible from now on. */
    abstract ServerProcess reload(ServerProcess running);

    private static Map<String, String> variables(String name, int port, List<Target> targets) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("LISTEN", HOST);
        variables.put("PORT", Integer.toString(port));
        for (int number = 1; number <= NODES; number++) {
            variables.put("NODE" + number, HOST + ":" + NOBODY_LISTENS);
        }
        for (Target target : targets) {
            if (!target.name().matches("node[1-" + NODES + "]")) {
                throw new StartFailedException(
                        "The file for " + name + " knows node1 to node" + NODES + ", not " + target.name());
            }
            variables.put(target.name().toUpperCase(Locale.ROOT), HOST + ":" + target.port());
        }
        return variables;
    }

    /** Starts it and waits until its port answers; after a failure nothing is left. */
    final void begin() {
        try {
            process = launch();
            awaitStarted();
        } catch (RuntimeException e) {
            workspace.close();
            throw e;
        }
    }

    private void awaitStarted() {
        try {
            process.awaitReady(this::accepts, START);
        } catch (RuntimeException e) {
            process.stop(STOP);
            throw e;
        }
    }

    private boolean accepts() {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(HOST, port), PROBE_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Stops it at once and starts it again on the same port. */
    public final void restart() {
        process.stop(STOP);
        process = launch();
        awaitStarted();
    }

    /** Makes it read its file again as an administrator does, without refusing anybody; returns when it has. */
    public final void reload() {
        process = reload(process);
    }

    /** Waits until none of the children that the process had before is there. */
    static void awaitNewChildren(ServerProcess running, Set<Long> before) {
        running.awaitReady(
                () -> {
                    Set<Long> now = running.children();
                    return !now.isEmpty() && before.stream().noneMatch(now::contains);
                },
                RELOAD);
    }

    /** The repository's file as a path, or, if something is changed in it, the result in the workspace. */
    final Path file(String repositoryName) {
        Path original = Project.locate().balancerFile(repositoryName);
        String text = Texts.read(original);
        String edited = edit.apply(text);
        return edited.equals(text) ? original : write(original.getFileName().toString(), edited);
    }

    final Path write(String fileName, String text) {
        return Texts.write(directory().resolve(fileName), text);
    }

    /** The workspace; open to the processes that run under another user's name. */
    final Path directory() {
        try {
            Files.setPosixFilePermissions(workspace.path(), PosixFilePermissions.fromString("rwx--x--x"));
            return workspace.path();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What the file leaves open: LISTEN, PORT, NODE1 to NODE3. A node that is not there has an address nobody listens on. */
    final Map<String, String> variables() {
        return new LinkedHashMap<>(variables);
    }

    /** The variables, each in one line. */
    final String lines(UnaryOperator<String> format) {
        return variables.keySet().stream().map(format).collect(Collectors.joining("\n", "", "\n"));
    }

    final Path log() {
        return directory().resolve("balancer.log");
    }

    /** What it has printed. */
    public final String logText() {
        return ServerProcess.text(log());
    }

    @Override
    public final String description() {
        return name + " (pid " + pid() + ")";
    }

    @Override
    public final int port() {
        return port;
    }

    /** Changes with a restart, and with a reload of HAProxy. */
    public final long pid() {
        return process.pid();
    }

    public final Duration cpuTime() {
        return process.cpuTime();
    }

    @Override
    public final void close() {
        try (workspace) {
            process.stop(STOP);
        }
    }
}
