package dev.limpet.it.history;

/**
 * What must not be.
 *
 * @param property of the protocol
 * @param operation that shows it
 */
record Violation(String property, Operation operation, String what) {

    @Override
    public String toString() {
        return property + ": " + operation + ": " + what;
    }
}
