package dev.limpet.session;

import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.limpet.session.codec.AttributeCodec;
import dev.limpet.session.codec.AttributeException;
import dev.limpet.session.codec.AttributeInMotionException;
import dev.limpet.session.codec.AttributeNotSerializableException;
import dev.limpet.session.codec.AttributeUnreadableException;
import dev.limpet.session.codec.Fingerprint;
import dev.limpet.session.codec.Mutability;

/** How attribute values are named, read, written and watched for changes in place: the codec, and what the configuration says about it. Any thread. */
public final class Values {

    /** What happens when an attribute cannot be read: its class has changed or gone, a filter refuses it, somebody tampered with it. */
    public enum Unreadable {
        /** The attribute is not there for the application; its stored form stays as it is for nodes that can read it. */
        DROP,
        /** The request that asks for it fails. */
        FAIL
    }

    /** Which values are looked at again at the commit point though nobody set them. */
    public enum MutationDetection {
        /** Those that the application has had in its hands. */
        TOUCHED,
        /** None: the application calls setAttribute after each change. */
        OFF
    }

    private static final Logger log = LoggerFactory.getLogger(Values.class);

    private final AttributeCodec codec;
    private final Unreadable unreadable;
    private final MutationDetection detection;
    private final SharedNames names;

    public Values(AttributeCodec codec, Unreadable unreadable, MutationDetection detection) {
        this(codec, unreadable, detection, new SharedNames());
    }

    private Values(AttributeCodec codec, Unreadable unreadable, MutationDetection detection, SharedNames names) {
        this.codec = codec;
        this.unreadable = unreadable;
        this.detection = detection;
        this.names = names;
    }

    /** The same for the values of one session: a signed value is good for that session only. */
    Values boundTo(String birth) {
        return new Values(codec.boundTo(birth), unreadable, detection, names);
    }

    SharedNames names() {
        return names;
    }

    /** @return null: unreadable, and that is said in the log */
    Object decode(String name, byte[] stored) {
        try {
            return codec.decode(name, stored);
        } catch (AttributeUnreadableException e) {
            if (unreadable == Unreadable.FAIL) {
                throw new IllegalStateException(e.getMessage(), e);
            }
            return leftOut(e);
        }
    }

    /** A value on its way out: it must not keep the session from being mended, or from ending. */
    Object decodeLeniently(String name, byte[] stored) {
        try {
            return codec.decode(name, stored);
        } catch (AttributeUnreadableException e) {
            return leftOut(e);
        }
    }

    private static Object leftOut(AttributeUnreadableException cause) {
        log.warn("{}: left out, its stored form stays", cause.getMessage(), cause);
        return null;
    }

    boolean isWatched(Object value) {
        return detection == MutationDetection.TOUCHED && !Mutability.isImmutable(value);
    }

    /** What the value looks like before the application has it; null: it cannot be encoded, and will count as changed. */
    Fingerprint baseline(String name, Object value) {
        try {
            return Fingerprint.of(codec.encode(name, value, bytes -> true));
        } catch (AttributeException e) {
            log.debug("{}", e.getMessage(), e);
            return null;
        }
    }

    /** @param known whether these bytes will not be stored, or are already */
    byte[] encode(String name, Object value, Predicate<byte[]> known)
            throws AttributeNotSerializableException, AttributeInMotionException {
        return codec.encode(name, value, known);
    }

    /** For a value that another request may be changing just now. */
    byte[] encodeSettled(String name, Object value)
            throws AttributeNotSerializableException, AttributeInMotionException {
        return codec.encodeSettled(name, value);
    }
}
