package dev.limpet.session.codec;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Turns the value of one attribute into stored bytes and back. Called on request threads and by the background thread, several at once; implementations
 * are thread-safe and keep nothing of what they saw. A failure concerns the one attribute and is a checked exception that names it.
 */
public interface AttributeCodec {

    /** How often {@link #encodeSettled} encodes before it gives up. */
    int SETTLING_TRIES = 5;

    /**
     * The value as stored bytes. The same object, unchanged, gives the same bytes again; a decoded copy of it need not.
     *
     * @throws AttributeNotSerializableException if this value can never be stored as it is
     * @throws AttributeInMotionException if somebody changed the value meanwhile, again and again
     */
    default byte[] encode(String name, Object value)
            throws AttributeNotSerializableException, AttributeInMotionException {
        return encode(name, value, bytes -> false);
    }

    /**
     * As {@link #encode(String, Object)}, for a value of which it is to be seen first whether it has changed.
     *
     * @param known whether there is no need to know that these bytes can be decoded; asked only if that is in doubt
     */
    byte[] encode(String name, Object value, Predicate<byte[]> known)
            throws AttributeNotSerializableException, AttributeInMotionException;

    /** The value, never null. */
    Object decode(String name, byte[] stored) throws AttributeUnreadableException;

    /**
     * As {@link #encode(String, Object)}, for a value that another thread may be changing: encodes until two results in a row are equal and can be decoded. Not every torn value
     * announces itself by an exception: a HashMap caught between the entry and its count is written with a wrong count, twice over if the other thread is held up
     * just there. What may still pass is such a map with an entry missing; the change that the other thread is making then has to be saved anyway.
     */
    default byte[] encodeSettled(String name, Object value)
            throws AttributeNotSerializableException, AttributeInMotionException {
        byte[] last = encode(name, value, bytes -> true);
        AttributeUnreadableException torn = null;
        for (int i = 1; i < SETTLING_TRIES; i++) {
            byte[] next = encode(name, value, bytes -> true);
            if (Arrays.equals(last, next)) {
                try {
                    decode(name, next);
                    return next;
                } catch (AttributeUnreadableException e) {
                    torn = e;
                    Thread.yield();
                }
            }
            last = next;
        }
        throw new AttributeInMotionException(name, torn);
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
