package dev.limpet.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Looks up in Linux' /proc whether a stop signal has reached all of a process's threads: kill returns before it has. */
final class ProcThreads {
    private ProcThreads() {}

    /** True also where there is no /proc to tell. */
    static boolean areStopped(long pid) {
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        if (!Files.isDirectory(tasks)) {
            return true;
        }
        try (Stream<Path> threads = Files.list(tasks)) {
            return threads.allMatch(ProcThreads::isStopped);
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean isStopped(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
        } catch (IOException ended) {
            return true;
        }
    }
}
