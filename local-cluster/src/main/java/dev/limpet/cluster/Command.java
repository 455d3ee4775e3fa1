package dev.limpet.cluster;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A line that was typed at the launcher.
 *
 * @param node null for commands that go to no node
 */
record Command(Verb verb, String node) {
    enum Verb {
        KILL(true, "kill -9: its clients go on at another node"),
        STOP(true, "a graceful stop: it lets its clients go first"),
        START(true, "start it again"),
        RESTART(true, "stop it gracefully and start it again"),
        FREEZE(true, "it still accepts connections but answers nothing (SIGSTOP)"),
        THAW(true, "let a frozen one go on"),
        DRAIN(true, "it serves on, but lets its clients go to the others"),
        UNDRAIN(true, "it takes clients again"),
        STATUS(false, "what runs where"),
        HELP(false, "this list"),
        QUIT(false, "stop everything");

        private final boolean needsNode;
        private final String explanation;

        Verb(boolean needsNode, String explanation) {
            this.needsNode = needsNode;
            this.explanation = explanation;
        }

        private String usage() {
            return name().toLowerCase(Locale.ROOT) + (needsNode ? " NODE" : "");
        }
    }

    static String help() {
        return Arrays.stream(Verb.values())
                .map(verb -> String.format("  %-14s %s", verb.usage(), verb.explanation))
                .collect(Collectors.joining("\n"));
    }

    /** Throws IllegalArgumentException with a message for the user. */
    static Command parse(String line, Collection<String> nodes) {
        List<String> words = Arrays.stream(line.trim().split("\\s+")).toList();
        Verb verb = verb(words.get(0));
        if (words.size() != (verb.needsNode ? 2 : 1)) {
            throw new IllegalArgumentException("Write: " + verb.usage() + "   NODE is " + String.join(", ", nodes));
        }
        return new Command(verb, verb.needsNode ? node(words.get(1), nodes) : null);
    }

    private static Verb verb(String word) {
        return Arrays.stream(Verb.values())
                .filter(verb -> verb.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown command: " + word + "\n" + help()));
    }

    private static String node(String word, Collection<String> nodes) {
        if (!nodes.contains(word)) {
            throw new IllegalArgumentException("There is no " + word + "; there are " + String.join(", ", nodes));
        }
        return word;
    }
}
