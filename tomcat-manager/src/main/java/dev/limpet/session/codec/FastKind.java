package dev.limpet.session.codec;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The simple values that most sessions consist of: written by hand, without the cost of an object stream. The codes are stored: never reuse one. */
enum FastKind {
    LATIN1(1, StandardCharsets.ISO_8859_1),
    UTF8(2, StandardCharsets.UTF_8),
    BYTES(3, byte[].class, value -> (byte[]) value, FastKind::rest),
    BOOLEAN(4, Boolean.class, 1, (out, value) -> out.put((byte) (value ? 1 : 0)), in -> in.get() != 0),
    BYTE(5, Byte.class, Byte.BYTES, ByteBuffer::put, ByteBuffer::get),
    SHORT(6, Short.class, Short.BYTES, ByteBuffer::putShort, ByteBuffer::getShort),
    CHARACTER(7, Character.class, Character.BYTES, ByteBuffer::putChar, ByteBuffer::getChar),
    INTEGER(8, Integer.class, Integer.BYTES, ByteBuffer::putInt, ByteBuffer::getInt),
    LONG(9, Long.class, Long.BYTES, ByteBuffer::putLong, ByteBuffer::getLong),
    FLOAT(10, Float.class, Float.BYTES, ByteBuffer::putFloat, ByteBuffer::getFloat),
    DOUBLE(11, Double.class, Double.BYTES, ByteBuffer::putDouble, ByteBuffer::getDouble);

    private static final Map<Class<?>, FastKind> BY_TYPE = Arrays.stream(values())
            .filter(kind -> kind.type != String.class)
            .collect(Collectors.toUnmodifiableMap(kind -> kind.type, kind -> kind));
    private static final Map<Byte, FastKind> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(kind -> kind.code, kind -> kind));

    private final byte code;
    private final Class<?> type;
    private final Function<Object, byte[]> writer;
    private final Function<ByteBuffer, Object> reader;

    FastKind(int code, Charset charset) {
        this(code, String.class, value -> ((String) value).getBytes(charset), in -> new String(rest(in), charset));
    }

    <T> FastKind(int code, Class<T> type, int size, BiConsumer<ByteBuffer, T> put, Function<ByteBuffer, T> get) {
        this(code, type, value -> scalar(size, put, type.cast(value)), in -> get.apply(exactly(size, in)));
    }

    FastKind(int code, Class<?> type, Function<Object, byte[]> writer, Function<ByteBuffer, Object> reader) {
        this.code = (byte) code;
        this.type = type;
        this.writer = writer;
        this.reader = reader;
    }

    /** The kind that holds this value without loss, or null: then it is an object like any other. */
    static FastKind of(Object value) {
        return value instanceof String text ? ofText(text) : BY_TYPE.get(value.getClass());
    }

    private static FastKind ofText(String text) {
        if (Text.isLatin1(text)) {
            return LATIN1;
        }
        return Text.isUnicode(text) ? UTF8 : null;
    }

    /** @return null if no kind has this code */
    static FastKind ofCode(byte code) {
        return BY_CODE.get(code);
    }

    /** The stored form of a value of this kind, header and all. */
    byte[] encode(Object value) {
        byte[] payload = writer.apply(value);
        byte[] stored = new byte[StoredForm.HEADER_LENGTH + payload.length];
        StoredForm.putHeader(stored, code, 0);
        System.arraycopy(payload, 0, stored, StoredForm.HEADER_LENGTH, payload.length);
        return stored;
    }

    /** @throws RuntimeException if the payload is no value of this kind */
    Object decode(ByteBuffer payload) {
        return reader.apply(payload);
    }

    private static <T> byte[] scalar(int size, BiConsumer<ByteBuffer, T> put, T value) {
        ByteBuffer out = ByteBuffer.allocate(size);
        put.accept(out, value);
        return out.array();
    }

    private static ByteBuffer exactly(int size, ByteBuffer in) {
        if (in.remaining() != size) {
            throw new IllegalArgumentException(in.remaining() + " bytes where " + size + " belong");
        }
        return in;
    }

    private static byte[] rest(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }
}
