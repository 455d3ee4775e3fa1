package dev.limpet.session.codec;

import java.util.Arrays;

/**
 * Turns the value of one attribute into stored bytes and back. Called on request threads and by the background thread, several at once; implementations
 * are thread-safe and keep nothing of what they saw. A failure concerns the one attribute and is a checked exception that names it.
 */
public interface AttributeCodec {

    /** How often {@link #encodeSettled} encodes before it gives up. */
    int SETTLING_TRIES = 4;

    /**
     * The value as stored bytes. The same object, unchanged, gives the same bytes again; a decoded copy of it need not.
     *
     * @throws AttributeNotSerializableException if this value can never be stored as it is
     * @throws AttributeInMotionException if somebody changed the value meanwhile, again and again
     */
    byte[] encode(String name, Object value) throws AttributeNotSerializableException, AttributeInMotionException;

    /** The value, never null. */
    Object decode(String name, byte[] stored) throws AttributeUnreadableException;

    /**
     * As {@link #encode}, for a value that another thread may be changing: encodes until two results in a row are equal. Not every torn value announces itself by an
     * exception (a HashMap written during a removal has a wrong count), but it does not come out the same twice.
     */
    default byte[] encodeSettled(String name, Object value)
            throws AttributeNotSerializableException, AttributeInMotionException {
        byte[] last = encode(name, value);
        for (int i = 1; i < SETTLING_TRIES; i++) {
            byte[] next = encode(name, value);
            if (Arrays.equals(last, next)) {
                return next;
            }
            last = next;
        }
        throw new AttributeInMotionException(name, null);
    }

    /**
     * Whether an object that was once decoded from {@code loaded} and is now encoded as {@code now} has been changed in between. That the bytes differ does not
     * tell: some objects, hash tables above all, are not encoded as the original was. Then a fresh copy is decoded and encoded for comparison. An object whose
     * order depends on identities (keys without a hash code of their own) counts as changed.
     */
    default boolean isChanged(String name, byte[] loaded, byte[] now) {
        if (Arrays.equals(loaded, now)) {
            return false;
        }
        try {
            return !Arrays.equals(encode(name, decode(name, loaded)), now);
        } catch (AttributeException e) {
            return true;
        }
    }

    /**
     * This codec for the values of one context, such as a session: if it signs, it refuses signed values of any other context.
     *
     * @param context a name that stays the same for as long as the values live
     */
    default AttributeCodec boundTo(String context) {
        return this;
    }
}
