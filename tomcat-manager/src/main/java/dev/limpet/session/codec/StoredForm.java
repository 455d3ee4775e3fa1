package dev.limpet.session.codec;

/**
 * How a value lies in the store: format version, kind, flags, payload and, if the flags say so, a signature of 32 bytes. What can be known of a
 * value without decoding it is asked here.
 */
public final class StoredForm {

    static final byte VERSION = 1;
    static final int HEADER_LENGTH = 3;
    static final int SIGNATURE_LENGTH = 32;

    /** The kind of an object of the JDK's serialisation; those not named here are {@link FastKind}s. */
    static final byte OBJECT = 0;

    /** The kind of an object whose payload begins with the name of its format. */
    static final byte NAMED_OBJECT = 32;

    static final int MAX_FLAGS = 0x7F;

    private static final int KIND = 1;
    private static final int FLAGS = 2;
    private static final int SIGNED = 0x80;

    private StoredForm() {}

    /** The flags that the value was encoded with; 0 for bytes that are no stored value, decoding them will say so. */
    public static int flags(byte[] stored) {
        return isWellFormed(stored) ? stored[FLAGS] & MAX_FLAGS : 0;
    }

    static void putHeader(byte[] stored, byte kind, int flags) {
        stored[0] = VERSION;
        stored[KIND] = kind;
        stored[FLAGS] = (byte) flags;
    }

    static byte kind(byte[] stored) {
        return stored[KIND];
    }

    static boolean isWellFormed(byte[] stored) {
        return stored.length >= HEADER_LENGTH && stored[0] == VERSION && payloadEnd(stored) >= HEADER_LENGTH;
    }

    static boolean isSigned(byte[] stored) {
        return (stored[FLAGS] & SIGNED) != 0;
    }

    static void markSigned(byte[] stored) {
        stored[FLAGS] |= (byte) SIGNED;
    }

    /** Where the payload ends and the signature, if there is one, begins. */
    static int payloadEnd(byte[] stored) {
        return isSigned(stored) ? stored.length - SIGNATURE_LENGTH : stored.length;
    }
}
