package dev.limpet.session;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many bytes the stored attributes of one session may have. Judged at the commit point, before anything is sent. */
public final class SizeLimit {

    /** What happens to a session that is too large. */
    public enum Oversize {
        REJECT,
        WARN
    }

    private static final Logger log = LoggerFactory.getLogger(SizeLimit.class);

    private final long maxBytes;
    private final Oversize oversize;

    /** @param maxBytes 0: no limit */
    public SizeLimit(long maxBytes, Oversize oversize) {
        this.maxBytes = maxBytes;
        this.oversize = oversize;
    }

    public static SizeLimit none() {
        return new SizeLimit(0, Oversize.REJECT);
    }

    /**
     * A session that was too large before may become smaller, and change in what has no size: the limit may have been lowered since.
     *
     * @throws UnsavableException too large, larger than it was, and {@link Oversize#REJECT}
     */
    void check(Copy copy, Snapshot snapshot) {
        if (admits(copy, snapshot)) {
            return;
        }
        String message = "session " + SessionHash.of(copy.id()) + " has " + snapshot.sessionBytes()
                + " bytes, maxSessionBytes is " + maxBytes;
        if (oversize == Oversize.REJECT) {
            throw new UnsavableException(message + ": the changes of this request are dropped", null);
        }
        log.warn("{}: saved all the same (oversize=\"warn\")", message);
    }

    /** Whether {@code check} has nothing to say. */
    boolean admits(Copy copy, Snapshot snapshot) {
        return maxBytes == 0
                || snapshot.sessionBytes() <= maxBytes
                || snapshot.sessionBytes() <= copy.content().storedBytes();
    }
}
