package dev.limpet.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is to be done when this JVM ends, however it ends: a small shell process reads from a pipe that only this JVM holds
 * open, and at its end kills the processes that are still running and removes the directories that are still there. One a
 * JVM, started on first use. Safe for all threads; if the shell is not there any more, its failure is reported to the caller.
 */
final class LastWill {
    private static final String SCRIPT =
            """
            trap '' HUP INT TERM
            pids= directories=
            while IFS= read -r line; do
              case $line in
                kill*) pids=${line#kill} ;;
                remove*) directories="$directories
            ${line#remove }" ;;
              esac
            done
            [ -z "$pids" ] || kill -s KILL -- $pids
            IFS='
            '
            set -f
            [ -z "$directories" ] || rm -rf $directories || { sleep 1; rm -rf $directories; }
            """;

    private final Set<Long> pids = new TreeSet<>(); // Guarded by this
    private final OutputStream pipe;

    private LastWill(OutputStream pipe) {
        this.pipe = pipe;
    }

    static LastWill ofThisJvm() {
        return Holder.INSTANCE;
    }

    static LastWill start() {
        try {
            Process shell = new ProcessBuilder("/bin/sh", "-c", SCRIPT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new LastWill(shell.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A negative number stands for the group of processes that it leads. */
    synchronized void kill(long pid) {
        pids.add(pid);
        tellPids();
    }

    synchronized void forget(long pid) {
        pids.remove(pid);
        tellPids();
    }

    synchronized void remove(Path directory) {
        tell("remove " + directory);
    }

    /** What otherwise the end of the JVM does. */
    synchronized void execute() {
        try {
            pipe.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tellPids() {
        tell("kill " + pids.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }

    private void tell(String line) {
        try {
            pipe.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            pipe.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The process that cleans up after this JVM is gone", e);
        }
    }

    private static final class Holder {
        private static final LastWill INSTANCE = start();
    }
}
