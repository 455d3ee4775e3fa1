package dev.limpet.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.limpet.cluster.RedisServer;

/**
 * Counts what clients send to Redis, by listening to its MONITOR: commands inside of scripts are not among it, unlike in
 * INFO commandstats. Redis is slower meanwhile. For one thread at a time.
 */
final class Monitor implements AutoCloseable {
    /** Time, [database and address], then the words in quotes; a script's commands have "lua" for the address. */
    private static final Pattern LINE = Pattern.compile("\\+[\\d.]+ \\[\\d+ (\\S+)] (\"\\S+\")(?: (\"[^ ]*\"))?.*");

    private static final int PATIENCE_MILLIS = 30_000;

    private final RedisServer redis;
    private final Socket socket;
    private final BufferedReader lines;

    private Monitor(RedisServer redis, Socket socket) throws IOException {
        this.redis = redis;
        this.socket = socket;
        this.lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    static Monitor start(RedisServer redis) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        Monitor monitor = new Monitor(redis, socket);
        socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.ISO_8859_1));
        if (!"+OK".equals(monitor.lines.readLine())) {
            throw new IOException("Redis does not let itself be monitored");
        }
        return monitor;
    }

    /** All that comes until now, since the start or the last call. By command, in lower case; of a script with its hash. */
    Map<String, Integer> take() throws IOException {
        return take(Duration.ZERO);
    }

    /** The same, with what comes for so long. */
    Map<String, Integer> take(Duration time) throws IOException {
        String end = UUID.randomUUID().toString();
        Executor later = CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS);
        later.execute(() -> redis.command("ECHO", end));
        Map<String, Integer> counts = new TreeMap<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains(end)) {
                return counts;
            }
            Matcher command = LINE.matcher(line);
            if (command.matches() && !command.group(1).equals("lua")) {
                counts.merge(kind(command.group(2), command.group(3)), 1, Integer::sum);
            }
        }
        throw new IOException("Redis ended the monitoring");
    }

    private static String kind(String quotedName, String quotedWord) {
        String name = quotedName.substring(1, quotedName.length() - 1).toLowerCase(Locale.ROOT);
        return name.equals("evalsha") ? name + " " + quotedWord.substring(1, 9) : name;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
