package dev.limpet.benchmarks.webapp;

/**
 * What the application keeps in a session: {@link #ATTRIBUTES} values of about {@link #SIZE} bytes. Each value carries a label
 * by which the client recognises it. Stateless, for all threads.
 */
public interface Content {
    int ATTRIBUTES = 8;
    int SIZE = 512;

    Object make(String label);

    /** The same value with another label; where values are mutable it is the same object, changed in place. */
    Object change(Object value, String label);

    String label(Object value);

    static Content named(String name) {
        return switch (name) {
            case "strings" -> new Strings();
            case "beans" -> new Beans();
            default -> throw new IllegalArgumentException("No content is named " + name);
        };
    }

    static String attribute(int index) {
        return "attribute" + index;
    }
}
