package dev.limpet.session.explorer;

import java.util.function.Supplier;

/** What can happen next to a session on the way to its end. */
record ExpiryStep(Kind kind, String label, Supplier<Fiber> action) {

    enum Kind {
        USER,
        HOUSEKEEPING,
        /** Scripts run, sweepers go on. */
        WORK,
        FAULT,
        REPAIR,
        TIME
    }

    Step step() {
        return new Step(() -> label, action);
    }
}
