package dev.limpet.redis;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.limpet.session.SessionStore;

/** Reads the scripts' answers. What does not look as a script of this version answers is an error, never an absent session. */
final class Reply {

    private final List<?> parts;

    private Reply(List<?> parts) {
        this.parts = parts;
    }

    static Reply of(Object answer) {
        if (answer instanceof List<?> parts) {
            return new Reply(parts);
        }
        throw new IllegalStateException("a list was expected, not " + answer);
    }

    static SessionStore.Found found(Object answer) {
        Reply reply = of(answer);
        if (reply.verdict().equals("absent")) {
            return new SessionStore.Absent();
        }
        return new SessionStore.Loaded(
                reply.text(1),
                reply.number(2),
                reply.number(3),
                reply.number(4),
                reply.number(5) == 1,
                fields((List<?>) reply.parts.get(7)),
                reply.parts.get(6) instanceof List<?> names ? texts(names) : null);
    }

    /** The epoch alone: applied, the common case. */
    static SessionStore.Outcome outcome(Object answer) {
        if (answer instanceof Long epoch) {
            return new SessionStore.Applied(epoch);
        }
        Reply reply = of(answer);
        return switch (reply.verdict()) {
            case "applied" -> new SessionStore.Applied(reply.number(1));
            case "moved" -> new SessionStore.MovedOn(reply.number(1));
            case "overtaken" -> new SessionStore.Overtaken(reply.text(1));
            case "gone" -> new SessionStore.Gone();
            case "renamed" -> new SessionStore.Renamed(reply.text(1));
            case "taken" -> new SessionStore.Taken();
            case "passed" ->
                throw new IllegalStateException("a later save of this node has been applied before this one");
            default -> throw new IllegalStateException("unknown verdict " + reply.verdict());
        };
    }

    static SessionStore.Ended ended(Object answer) {
        Reply reply = of(answer);
        return switch (reply.verdict()) {
            case "now" -> new SessionStore.EndedNow();
            case "before" -> new SessionStore.EndedBefore();
            case "elsewhere" -> new SessionStore.EndedElsewhere(reply.text(1));
            default -> throw new IllegalStateException("unknown verdict " + reply.verdict());
        };
    }

    static boolean isOne(Object answer) {
        return Long.valueOf(1).equals(answer);
    }

    /** Name, number, name, number... */
    static Map<String, Long> numbers(Object answer) {
        List<?> pairs = of(answer).parts;
        Map<String, Long> numbers = new HashMap<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            numbers.put(text(pairs.get(i)), Long.valueOf(text(pairs.get(i + 1))));
        }
        return numbers;
    }

    /** Place, its numbers, place, its numbers... */
    static Map<Integer, Map<String, Long>> placed(Object answer) {
        List<?> pairs = of(answer).parts;
        Map<Integer, Map<String, Long>> placed = new HashMap<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            placed.put(((Long) pairs.get(i)).intValue(), numbers(pairs.get(i + 1)));
        }
        return placed;
    }

    static List<String> textsInOrder(Object answer) {
        return of(answer).parts.stream().map(Reply::text).toList();
    }

    private static Map<String, byte[]> fields(List<?> pairs) {
        Map<String, byte[]> fields = new HashMap<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            fields.put(text(pairs.get(i)), (byte[]) pairs.get(i + 1));
        }
        return fields;
    }

    private static Set<String> texts(List<?> names) {
        Set<String> texts = new HashSet<>();
        names.forEach(name -> texts.add(text(name)));
        return texts;
    }

    private String verdict() {
        return text(0);
    }

    private String text(int index) {
        return text(parts.get(index));
    }

    private static String text(Object part) {
        return part instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(part);
    }

    private long number(int index) {
        Object part = parts.get(index);
        return part instanceof Long number ? number : Long.parseLong(text(part));
    }
}
