package dev.limpet.session;

import dev.limpet.session.codec.Fingerprint;

/**
 * A value that may have changed, as it was when a save began to look at it.
 *
 * @param value as the application has it; null: it was never decoded, or it was removed
 * @param bytes the stored form, if the value was never decoded
 * @param watched whether it may have been changed in place
 * @param stored of the form that the store has of a watched value
 * @param version which change of the field it is; 0: nobody has set or removed it
 */
record Suspect(Object value, byte[] bytes, boolean watched, Fingerprint stored, long version) {

    static Suspect removed(long version) {
        return new Suspect(null, null, false, null, version);
    }

    boolean isRemoved() {
        return value == null && bytes == null;
    }

    /** Whether somebody has set it since the last save. */
    boolean isSet() {
        return version != 0;
    }

    /** Whether that is what the store has. For one that nobody has set. */
    boolean isAsStored(byte[] encoded) {
        return bytes != null || !watched || Fingerprint.of(encoded).equals(stored);
    }
}
