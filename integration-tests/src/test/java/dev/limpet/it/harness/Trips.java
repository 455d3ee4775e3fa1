package dev.limpet.it.harness;

import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

import dev.limpet.cluster.proxy.RedisProxy;
import dev.limpet.redis.SessionScripts;

/**
 * Knows Limpet's scripts on sessions by their digests, and writes down which of them pass a proxy: each is one trip. What is
 * not about a session (beats, the sweep's looks at the deadlines) is not among them.
 */
public final class Trips {

    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    private Trips() {}

    /** Writes down what passes from now on, until the proxy releases everything. */
    public static Trips on(RedisProxy proxy) {
        Trips trips = new Trips();
        proxy.hold(trips::see);
        return trips;
    }

    private boolean see(List<String> words) {
        String name = nameOf(words);
        if (name != null) {
            seen.add(name);
        }
        return false;
    }

    /** Which scripts have passed, in order; forgets them. */
    public List<String> take() {
        List<String> taken = List.copyOf(seen);
        seen.clear();
        return taken;
    }

    /** For {@link RedisProxy#hold}: commands that save a session, new or not. */
    public static Predicate<List<String>> saves() {
        return words -> {
            String name = nameOf(words);
            return name != null && name.startsWith("save");
        };
    }

    /** For {@link RedisProxy#hold}: commands that load a session. */
    public static Predicate<List<String>> loads() {
        return only("load");
    }

    /** For {@link RedisProxy#hold}: calls of this script alone. */
    public static Predicate<List<String>> only(String script) {
        return words -> script.equals(nameOf(words));
    }

    /** For {@link RedisProxy#hold}: whatever reads or writes a session. */
    public static Predicate<List<String>> anything() {
        return words -> nameOf(words) != null;
    }

    /** For {@link RedisProxy#hold}: commands by which a node fetches its news. */
    public static Predicate<List<String>> beats() {
        return words -> words.size() > 1 && SessionScripts.isBeat(words.get(1));
    }

    /** The script that a client's command calls, or null when it is none on a session. */
    private static String nameOf(List<String> words) {
        return switch (words.isEmpty() ? "" : words.get(0).toLowerCase(Locale.ROOT)) {
            case "evalsha" -> SessionScripts.nameOf(words.get(1));
            case "eval" -> SessionScripts.nameOfSource(words.get(1));
            default -> null;
        };
    }
}
