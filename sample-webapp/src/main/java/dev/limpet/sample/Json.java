package dev.limpet.sample;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The state as JSON. */
final class Json {

    private Json() {}

    /** A visitor without a session has {@code "session":null}. */
    static String state(Node node, Optional<Visit> visit) {
        return "{\"node\":%s,\"session\":%s}"
                .formatted(string(node.name()), visit.map(Json::visit).orElse("null"));
    }

    static String error(String message) {
        return "{\"error\":%s}".formatted(string(message));
    }

    private static String visit(Visit visit) {
        return "{\"hash\":%s,\"since\":%s,\"visitor\":%s,\"counter\":%d,\"cart\":%s}"
                .formatted(
                        string(visit.sessionHash()),
                        string(visit.since().toString()),
                        visit.visitor() == null ? "null" : string(visit.visitor()),
                        visit.counter(),
                        items(visit.cart().items()));
    }

    private static String items(List<Item> items) {
        return items.stream().map(Json::item).collect(Collectors.joining(",", "[", "]"));
    }

    private static String item(Item item) {
        return "{\"id\":%d,\"name\":%s,\"addedBy\":%s}"
                .formatted(item.id(), string(item.name()), string(item.addedBy()));
    }

    static String string(String text) {
        StringBuilder json = new StringBuilder(text.length() + 16).append('"');
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted(c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }
}
