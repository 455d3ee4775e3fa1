package dev.limpet.filter;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Turns the text of a setting into its type; a text that does not fit is an {@link IllegalArgumentException}, never the default. */
final class SettingsText {

    private final UnaryOperator<String> text;

    SettingsText(UnaryOperator<String> text) {
        this.text = text;
    }

    static IllegalArgumentException outOfRange(String attribute, Object value, String range) {
        return new IllegalArgumentException(attribute + " is \"" + value + "\": it has to be " + range);
    }

    String string(String attribute, String whenUnset) {
        String value = text.apply(attribute);
        return value == null ? whenUnset : value.strip();
    }

    int number(String attribute, int whenUnset) {
        String value = string(attribute, Integer.toString(whenUnset));
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw outOfRange(attribute, value, "a whole number");
        }
    }

    boolean flag(String attribute, boolean whenUnset) {
        String value = string(attribute, Boolean.toString(whenUnset));
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw outOfRange(attribute, value, "true or false");
        };
    }

    <E extends Enum<E>> E choice(String attribute, E whenUnset) {
        String value = string(attribute, whenUnset.name());
        E[] choices = whenUnset.getDeclaringClass().getEnumConstants();
        return Arrays.stream(choices)
                .filter(choice -> choice.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> outOfRange(attribute, value, oneOf(choices)));
    }

    private static String oneOf(Enum<?>[] choices) {
        return "one of "
                + Arrays.stream(choices)
                        .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
    }
}
