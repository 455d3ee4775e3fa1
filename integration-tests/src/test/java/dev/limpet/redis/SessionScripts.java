package dev.limpet.redis;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scripts on one session as the store sends them, for tests that watch the way to Redis. Stands in the store's package to see them. */
public final class SessionScripts {

    private static final Map<String, Script> BY_SHA = Stream.of(
                    Scripts.LOAD,
                    Scripts.SAVE,
                    Scripts.SAVE_HOT,
                    Scripts.SAVE_NEW,
                    Scripts.RENAME,
                    Scripts.END,
                    Scripts.TOUCH,
                    Scripts.CLAIM,
                    Scripts.FINISH,
                    Scripts.EXISTS)
            .collect(Collectors.toMap(Script::sha, Function.identity()));

    private SessionScripts() {}

    /** The name of the script with this SHA-1, or null. */
    public static String nameOf(String sha) {
        Script script = BY_SHA.get(sha);
        return script == null ? null : script.name();
    }

    /** What they are, for a test that wants Redis to know them: one that comes for the first time is one trip more. */
    public static List<String> sources() {
        return BY_SHA.values().stream().map(Script::source).toList();
    }

    /** Whether it is the script of a beat, which is about no session. */
    public static boolean isBeat(String sha) {
        return Scripts.BEAT.sha().equals(sha);
    }

    /** The name of the script with this text, or null. */
    public static String nameOfSource(String source) {
        return nameOf(Script.of("unknown", source).sha());
    }
}
