package dev.limpet.it.expiry;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.limpet.cluster.RedisCommands;
import dev.limpet.cluster.RedisServer;
import dev.limpet.redis.SessionScripts;

/** How long Redis was busy with one script: nobody else is served meanwhile. */
final class ScriptTimes implements AutoCloseable {

    private static final String SCRIPTS = "latency_percentiles_usec_evalsha";
    private static final String EVALSHA = "evalsha";
    private static final int SLOWEST = 5;

    private final RedisCommands redis;

    ScriptTimes(RedisServer server) {
        redis = server.connect();
        redis.command("CONFIG", "SET", "latency-tracking-info-percentiles", "50 99 99.9 100");
        redis.command("CONFIG", "SET", "slowlog-max-len", "10000");
        redis.command("CONFIG", "SET", "slowlog-log-slower-than", "2000");
    }

    /** What was before does not count. */
    void begin() {
        redis.command("CONFIG", "RESETSTAT");
        redis.command("SLOWLOG", "RESET");
    }

    /** As Redis says it: p100 is the longest, in microseconds; and which they were. */
    @Override
    public String toString() {
        String percentiles = redis.command("INFO", "latencystats")
                .lines()
                .filter(line -> line.startsWith(SCRIPTS))
                .collect(Collectors.joining());
        return redis.commandCalls().get(EVALSHA) + " scripts, " + percentiles + ", the longest " + slowest();
    }

    /** An entry is its number, its time, its microseconds, and the words of the command. */
    private List<String> slowest() {
        List<String> words = redis.list("SLOWLOG", "GET", "-1");
        return IntStream.range(1, words.size() - 1)
                .filter(i -> EVALSHA.equalsIgnoreCase(words.get(i)))
                .mapToObj(i -> new Slow(Long.parseLong(words.get(i - 1)), words.get(i + 1)))
                .sorted()
                .limit(SLOWEST)
                .map(Slow::toString)
                .toList();
    }

    private record Slow(long micros, String sha) implements Comparable<Slow> {

        @Override
        public int compareTo(Slow other) {
            return Long.compare(other.micros, micros);
        }

        @Override
        public String toString() {
            String script = SessionScripts.nameOf(sha);
            return (script == null ? "of no session" : script) + " " + micros;
        }
    }

    @Override
    public void close() {
        redis.close();
    }
}
