package dev.limpet.tomcat;

/** The request that this thread is working on, as far as a session manager has to know it. Set and taken away by {@link Announcer} and {@link CommitValve}. */
final class Visits {

    private static final ThreadLocal<Visit> CURRENT = new ThreadLocal<>();

    private Visits() {}

    /** The request of this thread, of whichever context; or null: whoever asks now only looks. */
    static Visit current() {
        return CURRENT.get();
    }

    static Visit enter(Visit visit) {
        Visit before = CURRENT.get();
        CURRENT.set(visit);
        return before;
    }

    static void leave(Visit before) {
        CURRENT.set(before);
    }
}
