package dev.limpet.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * One process of a server: owns it from start to death, under {@link LastWill}. It runs in a session of its own where the
 * system has {@code setsid}, so that Ctrl-C in the terminal reaches only the launcher, which then stops things in order.
 * Used by one thread at a time; {@link #kill()} may come from any.
 */
final class ServerProcess {
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final long POLL_MILLIS = 50;
    private static final Duration STOPPED = Duration.ofSeconds(10);
    private static final int TAIL_LINES = 40;

    private final String name;
    private final Process process;
    private final Path log;
    private volatile boolean frozen;

    private ServerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts it in the log's directory; what it prints is appended to the log. */
    static ServerProcess start(String name, List<String> command, Map<String, String> environment, Path log) {
        ProcessBuilder builder = new ProcessBuilder(inOwnSession(command))
                .directory(log.toAbsolutePath().getParent().toFile())
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            long whole = whole(process);
            LastWill.ofThisJvm().kill(whole);
            process.onExit().thenRun(() -> LastWill.ofThisJvm().forget(whole));
            return new ServerProcess(name, process, log);
        } catch (IOException e) {
            throw new StartFailedException(name + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** What a signal must name to reach the process with its children: their group, where it leads one. */
    private static long whole(Process process) {
        return Files.isExecutable(SETSID) ? -process.pid() : process.pid();
    }

    private static List<String> inOwnSession(List<String> command) {
        List<String> all = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            all.add(SETSID.toString());
        }
        all.addAll(command);
        return all;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean isFrozen() {
        return frozen && process.isAlive();
    }

    Duration cpuTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Everything it has printed, since its first start when the log is one that went on. */
    static String text(Path log) {
        try {
            return Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the condition holds; if the process dies before, or time runs out, fails with the end of its log. */
    void awaitReady(BooleanSupplier ready, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!ready.getAsBoolean()) {
            if (exits(Duration.ofMillis(POLL_MILLIS))) {
                throw new StartFailedException(name + " ended with status " + process.exitValue() + tail());
            }
            if (System.nanoTime() > deadline) {
                throw new StartFailedException(name + " did not come up in " + patience.toSeconds() + " s" + tail());
            }
        }
    }

    private String tail() {
        List<String> lines = text(log).lines().toList();
        List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        return ". The end of its log:\n" + String.join("\n", last);
    }

    /** The processes that it has started and that are running. */
    Set<Long> children() {
        return process.children()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    /** SIGKILL, for its children too, and waits until it is gone. */
    void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        awaitExit();
    }

    /** SIGTERM only; a frozen process is thawed, else it would not hear it. */
    void term() {
        if (frozen) {
            thaw();
        }
        process.destroy();
    }

    /** SIGTERM, and SIGKILL when it has not ended in time. */
    void stop(Duration patience) {
        term();
        if (!exits(patience)) {
            kill();
        }
    }

    /** SIGSTOP, and waits until it has stopped. */
    void freeze() {
        signal("-STOP");
        frozen = true;
        awaitReady(() -> ProcThreads.areStopped(pid()), STOPPED);
    }

    void thaw() {
        signal("-CONT");
        frozen = false;
    }

    /** SIGHUP. */
    void hangUp() {
        signal("-HUP");
    }

    /** SIGUSR1. */
    void userSignal() {
        signal("-USR1");
    }

    private void signal(String signal) {
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " is not running");
        }
        try {
            int status = new ProcessBuilder("kill", signal, Long.toString(pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill " + signal + " " + pid() + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    boolean exits(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void awaitExit() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted while waiting for " + name, e);
    }
}
