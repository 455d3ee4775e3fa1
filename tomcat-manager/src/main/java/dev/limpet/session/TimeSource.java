package dev.limpet.session;

/** Where the protocol gets the time from; a test advances its own. */
@FunctionalInterface
public interface TimeSource {

    Moment now();

    static TimeSource system() {
        return () -> new Moment(System.nanoTime(), System.currentTimeMillis());
    }
}
