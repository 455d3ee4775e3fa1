package dev.limpet.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The threads that compile in a JVM: for minutes after its start, the more classes it has the longer, they work beside its requests. */
final class Compilers {
    /** For the measured JVM: its compilers' threads stay, and with them what they have used. */
    static final String COUNTABLE = "-XX:-UseDynamicNumberOfCompilerThreads";

    private static final int MILLIS_A_TICK = 10;
    private static final int USER_TIME = 11;
    private static final int LOOK_MILLIS = 500;

    private final Path threads;

    Compilers(long pid) {
        threads = Path.of("/proc/" + pid + "/task");
    }

    /** Milliseconds of processor time since the JVM's start; always 0 where the system tells nothing of a process' threads. */
    long millis() throws IOException {
        if (!Files.isDirectory(threads)) {
            return 0;
        }
        long ticks = 0;
        try (DirectoryStream<Path> each = Files.newDirectoryStream(threads)) {
            for (Path thread : each) {
                ticks += ticks(thread.resolve("stat"));
            }
        }
        return ticks * MILLIS_A_TICK;
    }

    /** "5 (C2 CompilerThre) S 1 ...": the name may hold blanks, and what follows it does not. */
    private static long ticks(Path stat) {
        String line;
        try {
            line = Files.readString(stat, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // it has ended since the folder was read
            return 0;
        }
        int end = line.lastIndexOf(')');
        if (!line.substring(0, end).contains(" CompilerThre")) {
            return 0;
        }
        String[] fields = line.substring(end + 2).split(" ");
        return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
    }

    /** Waits until they have done what they were given. */
    void await() throws IOException {
        try {
            long before = -1;
            for (long now = millis(); now > before; now = millis()) {
                before = now;
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }
}
