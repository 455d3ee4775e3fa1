package dev.limpet.session;

/** The two name spaces of a session's values: the application's attributes may have any name and never meet the container's own properties. */
public final class FieldName {

    /** Seconds, decimal; not positive: the session never expires. The one value that a store reads itself. */
    public static final String MAX_INACTIVE = property("maxInactive");

    private static final String ATTRIBUTE = "a:";
    private static final String PROPERTY = "p:";

    private FieldName() {}

    public static String attribute(String name) {
        return ATTRIBUTE + name;
    }

    public static String property(String name) {
        return PROPERTY + name;
    }

    public static boolean isAttribute(String field) {
        return field.startsWith(ATTRIBUTE);
    }

    /** The name without its name space. */
    public static String nameOf(String field) {
        return field.substring(ATTRIBUTE.length());
    }
}
