package dev.limpet.session.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ConcurrentModificationException;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * The usual codec: simple values by hand, everything else by an {@link ObjectFormat}, each behind a small header ({@link StoredForm}). Without locks and
 * without state; a value that does not come out right because it is being changed meanwhile is tried again a few times, at once and without waiting.
 */
public final class FormatCodec implements AttributeCodec {

    private static final int TRIES = 5;

    private final ObjectFormat unnamed;
    private final NamedFormat named;
    private final byte kind;
    private final ToIntFunction<Object> flags;

    /** @param flags what is to be known of an object (of none of the simple kinds) without decoding it, 0 to 127 */
    public FormatCodec(ObjectFormat format, ToIntFunction<Object> flags) {
        this(format, new NamedFormat(NamedFormat.JAVA, format), StoredForm.OBJECT, flags);
    }

    /**
     * Writes each object with the name of its format, so that nodes of another configuration know what they cannot read.
     *
     * @param unnamed reads what was written before that format was chosen
     */
    public FormatCodec(ObjectFormat unnamed, NamedFormat named, ToIntFunction<Object> flags) {
        this(unnamed, named, StoredForm.NAMED_OBJECT, flags);
    }

    private FormatCodec(ObjectFormat unnamed, NamedFormat named, byte kind, ToIntFunction<Object> flags) {
        this.unnamed = unnamed;
        this.named = named;
        this.kind = kind;
        this.flags = flags;
    }

    @Override
    public byte[] encode(String name, Object value, Predicate<byte[]> known)
            throws AttributeNotSerializableException, AttributeInMotionException {
        FastKind simple = FastKind.of(value);
        return simple != null ? simple.encode(value) : encodeObject(name, value, flagsOf(value), known);
    }

    private int flagsOf(Object value) {
        int result = flags.applyAsInt(value);
        if (result < 0 || result > StoredForm.MAX_FLAGS) {
            throw new IllegalArgumentException("flags are 0 to " + StoredForm.MAX_FLAGS + ", not " + result);
        }
        return result;
    }

    private byte[] encodeObject(String name, Object value, int valueFlags, Predicate<byte[]> known)
            throws AttributeNotSerializableException, AttributeInMotionException {
        RuntimeException failure = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                return write(value, valueFlags, known);
            } catch (RuntimeException e) {
                failure = e;
                Thread.yield();
            } catch (IOException e) {
                throw new AttributeNotSerializableException(name, e.getMessage(), e);
            } catch (StackOverflowError e) {
                throw new AttributeNotSerializableException(name, "its objects are nested too deeply", e);
            } catch (LinkageError e) {
                throw new AttributeNotSerializableException(name, "writing it failed with " + e, e);
            }
        }
        if (failure instanceof ConcurrentModificationException) {
            throw new AttributeInMotionException(name, failure);
        }
        throw new AttributeNotSerializableException(name, "writing it failed with " + failure, failure);
    }

    private byte[] write(Object value, int valueFlags, Predicate<byte[]> known) throws IOException {
        ObjectFormat format = kind == StoredForm.OBJECT ? unnamed : named;
        ByteSink out = new ByteSink(StoredForm.HEADER_LENGTH, format.maxBytes());
        boolean doubtful = format.write(value, out);
        byte[] stored = out.toByteArray();
        StoredForm.putHeader(stored, kind, valueFlags);
        if (doubtful && !known.test(stored)) {
            tryReading(stored);
        }
        return stored;
    }

    private void tryReading(byte[] stored) throws IOException {
        try {
            read(stored);
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
            throw new IOException("it could not be read again: " + describe(e), e);
        }
    }

    @Override
    public Object decode(String name, byte[] stored) throws AttributeUnreadableException {
        if (!StoredForm.isWellFormed(stored)) {
            throw new AttributeUnreadableException(name, "these bytes are no stored value of a known version", null);
        }
        try {
            return Objects.requireNonNull(read(stored), "there is no object in it");
        } catch (ClassNotFoundException e) {
            throw new AttributeUnreadableException(name, "class not found: " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new AttributeUnreadableException(name, "its objects are nested too deeply", e);
        } catch (IOException | RuntimeException | LinkageError e) {
            throw new AttributeUnreadableException(name, describe(e), e);
        }
    }

    private Object read(byte[] stored) throws IOException, ClassNotFoundException {
        int length = StoredForm.payloadEnd(stored) - StoredForm.HEADER_LENGTH;
        byte storedKind = StoredForm.kind(stored);
        if (storedKind == StoredForm.OBJECT || storedKind == StoredForm.NAMED_OBJECT) {
            ObjectFormat format = storedKind == StoredForm.OBJECT ? unnamed : named;
            return format.read(new ByteArrayInputStream(stored, StoredForm.HEADER_LENGTH, length));
        }
        FastKind simple = FastKind.ofCode(storedKind);
        if (simple == null) {
            throw new IOException("unknown kind " + storedKind);
        }
        return simple.decode(ByteBuffer.wrap(stored, StoredForm.HEADER_LENGTH, length));
    }

    private static String describe(Throwable e) {
        return e.getMessage() != null ? e.getMessage() : e.toString();
    }
}
