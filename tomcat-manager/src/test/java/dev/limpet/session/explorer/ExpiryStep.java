package dev.limpet.session.explorer;

import java.util.function.Supplier;

/**
 * What can happen next to a session on the way to its end.
 *
 * @param at the tick
 */
record ExpiryStep(Kind kind, int at, String name, Supplier<Fiber> action) {

    enum Kind {
        USER,
        HOUSEKEEPING,
        /** Scripts run, sweepers go on. */
        WORK,
        FAULT,
        REPAIR,
        TIME
    }

    String label() {
        return at + "  " + name;
    }

    Step step() {
        return new Step(this::label, action);
    }
}
