package dev.limpet.session.explorer;

/** What a request does with its session. */
enum Op {
    READ(null),
    WRITE_X("x"),
    WRITE_Y("y"),
    REMOVE_X("x"),
    LOGOUT(null),
    RENAME(null),
    STATIC(null);

    /** Written or removed by it; or null. */
    final String attribute;

    Op(String attribute) {
        this.attribute = attribute;
    }

    boolean writes() {
        return attribute != null;
    }

    /** Whether it does anything to the session. */
    boolean changes() {
        return this != READ && this != STATIC;
    }

    boolean writes(String name) {
        return name.equals(attribute);
    }
}
