package dev.limpet.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A real Redis on loopback, without persistence, from the program inside the embedded-redis jar; the process is ours. Owns
 * its process and its workspace; {@link #close()} ends both. A start that fails throws {@link StartFailedException} with
 * the end of Redis' log. Used by one thread at a time.
 */
public final class RedisServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Duration PROBE = Duration.ofSeconds(1);
    private static final Duration REPLY = Duration.ofSeconds(10);
    private static final String VERSION = "7.0.15";

    private final Workspace workspace;
    private final int port;
    private final List<String> command;
    private ServerProcess process;

    private RedisServer(Workspace workspace, Path program, int port, List<String> options) {
        this.workspace = workspace;
        this.port = port;
        this.command = new ArrayList<>(
                List.of((program == null ? fromJar() : program).toString(), "--port", Integer.toString(port)));
        command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
        command.addAll(List.of("--dir", workspace.path().toString()));
        command.addAll(options);
    }

    /** Starts one on a free port; options as on redis-server's command line, for instance "--maxmemory", "50mb". */
    public static RedisServer start(String... options) {
        return start(null, options);
    }

    /** Starts a redis-server as an installation has it. */
    public static RedisServer startProgram(Path program) {
        return start(program);
    }

    /** @param program null: that of the jar */
    private static RedisServer start(Path program, String... options) {
        Workspace workspace = Workspace.create("limpet-redis");
        try {
            RedisServer server = new RedisServer(workspace, program, FreePort.any(), List.of(options));
            server.launch();
            return server;
        } catch (RuntimeException e) {
            workspace.close();
            throw e;
        }
    }

    /** Starts it again on the same port, empty, after {@link #stop()} or {@link #kill()}. */
    public void startAgain() {
        if (isAlive()) {
            throw new IllegalStateException("Redis on port " + port + " is running");
        }
        launch();
    }

    private void launch() {
        process = ServerProcess.start("Redis", command, Map.of(), log());
        try {
            process.awaitReady(this::answers, START);
        } catch (RuntimeException e) {
            process.kill();
            throw e;
        }
    }

    /** Stops and starts: every connection is cut and every key is gone. */
    public void restart() {
        stop();
        startAgain();
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** A new connection; the caller closes it. */
    public RedisCommands connect() {
        return RedisCommands.connect(port, REPLY);
    }

    /** One command over a connection of its own; see {@link RedisCommands#command}. */
    public String command(String... words) {
        try (RedisCommands commands = connect()) {
            return commands.command(words);
        }
    }

    /** See {@link RedisCommands#commandCalls()}. */
    public Map<String, Long> commandCalls() {
        try (RedisCommands commands = connect()) {
            return commands.commandCalls();
        }
    }

    /** SIGTERM, then waits until it is gone. */
    public void stop() {
        process.stop(STOP);
    }

    /** SIGKILL. */
    public void kill() {
        process.kill();
    }

    /** SIGSTOP: connections stay open, nobody answers. */
    public void freeze() {
        process.freeze();
    }

    /** SIGCONT. */
    public void thaw() {
        process.thaw();
    }

    /** How much processor time this process has used. */
    public Duration cpuTime() {
        return process.cpuTime();
    }

    public String logText() {
        return ServerProcess.text(log());
    }

    @Override
    public void close() {
        try (workspace) {
            stop();
        }
    }

    private Path log() {
        return workspace.path().resolve("redis.log");
    }

    private boolean answers() {
        try (RedisCommands commands = RedisCommands.connect(port, PROBE)) {
            return "PONG".equals(commands.command("PING"));
        } catch (UncheckedIOException | IllegalStateException notYet) {
            return false;
        }
    }

    private Path fromJar() {
        Path program = workspace.path().resolve("redis-server");
        String resource = "/redis-server-" + VERSION + "-" + platform();
        try (InputStream in = RedisServer.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new StartFailedException("There is no Redis for " + platform()
                        + " in the box. Start one yourself and name it: --redis redis://host:port");
            }
            Files.copy(in, program);
            if (!program.toFile().setExecutable(true)) {
                throw new IOException("Cannot make " + program + " executable");
            }
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (os.startsWith("mac") ? "darwin" : os) + "-" + architecture(arch);
    }

    private static String architecture(String arch) {
        return switch (arch) {
            case "x86_64", "amd64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> arch;
        };
    }
}
