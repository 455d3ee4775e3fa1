package dev.limpet.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.redisson.client.codec.Codec;
import org.redisson.client.handler.State;
import org.redisson.codec.JsonJacksonCodec;
import org.redisson.codec.SerializationCodec;

import dev.limpet.session.codec.ObjectFormat;

/**
 * Objects as a codec of Redisson writes them, for the classes of one application. What a codec writes it need not be able to read (a class without a usable
 * constructor, say), so everything is read back before it counts as written: it fails when the application is tried out, not when a node is lost.
 *
 * <p>Each object is written as the one element of an Object[]: a codec that names classes only where they cannot be known, as those of Jackson do, then names
 * that of a final class or a record too.
 */
public final class RedissonFormat implements ObjectFormat {

    private static final String NO_CODEC = "it is no codec for objects of any class";
    private static final List<String> SAMPLE = List.of("a value", "another");

    private final String name;
    private final Codec codec;

    private RedissonFormat(String name, Codec codec) {
        this.name = name;
        this.codec = codec;
    }

    /** Whether the codec of this name is the JDK's serialisation under another name. */
    public static boolean isJavaSerialisation(String name) {
        return RedissonYaml.actualName(name).equals(SerializationCodec.class.getName());
    }

    /**
     * The codec is made, and tried out, now.
     *
     * @param name of its class, as Redisson's documentation has it
     * @param application the loader of the application's classes
     * @throws IllegalArgumentException says what is missing
     */
    public static RedissonFormat of(String name, ClassLoader application) {
        try {
            Class<?> type = Class.forName(RedissonYaml.actualName(name), true, RedissonFormat.class.getClassLoader());
            Object codec = type.getConstructor(ClassLoader.class).newInstance(application);
            if (codec instanceof JsonJacksonCodec jackson) {
                JacksonTypes.keepApart(jackson);
            }
            RedissonFormat format = new RedissonFormat(name, (Codec) codec);
            format.tryOut();
            return format;
        } catch (ClassNotFoundException e) {
            throw refused(name, "there is no such class, neither in Redisson nor in Tomcat's lib/", e);
        } catch (NoSuchMethodException | ClassCastException e) {
            throw refused(name, NO_CODEC + " that takes a class loader", e);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw refused(name, missing(e), e);
        }
    }

    private void tryOut() {
        try {
            Object back = decode(encode(new ArrayList<>(SAMPLE)));
            if (!SAMPLE.equals(back)) {
                throw refused(name, NO_CODEC + ": a list comes back as " + back, null);
            }
        } catch (IOException | IllegalStateException e) {
            throw refused(name, NO_CODEC + ": " + e.getMessage(), e);
        }
    }

    private static String missing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException) {
                String needed = String.valueOf(cause.getMessage()).replace('/', '.');
                return "it needs " + needed
                        + ", which is not there: put the jar that holds it, with the jars that it needs"
                        + " itself, into Tomcat's lib/";
            }
        }
        return "it cannot be made: " + (failure.getCause() == null ? failure : failure.getCause());
    }

    private static IllegalArgumentException refused(String name, String reason, Throwable cause) {
        return new IllegalArgumentException("codec=\"" + name + "\" cannot be used: " + reason, cause);
    }

    @Override
    public boolean write(Object value, OutputStream out) throws IOException {
        byte[] bytes = encode(value);
        try {
            decode(bytes);
        } catch (IOException e) {
            // perhaps a value that was being changed: the next attempt may be better
            throw new IllegalStateException(name + " cannot read back what it has written: " + e.getMessage(), e);
        }
        out.write(bytes);
        return false;
    }

    private byte[] encode(Object value) throws IOException {
        try {
            return bytes(codec.getValueEncoder().encode(new Object[] {value}));
        } catch (IOException | RuntimeException e) {
            throw unwrapped(e);
        }
    }

    /** Codecs wrap what they meet: a change under way must not look like a value that can never be written. */
    private static IOException unwrapped(Exception failure) {
        RuntimeException unchecked = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            unchecked = cause instanceof RuntimeException runtime ? runtime : unchecked;
        }
        if (unchecked != null) {
            throw unchecked;
        }
        return (IOException) failure;
    }

    private static byte[] bytes(ByteBuf buffer) {
        try {
            byte[] bytes = new byte[buffer.readableBytes()];
            buffer.readBytes(bytes);
            return bytes;
        } finally {
            buffer.release();
        }
    }

    @Override
    public Object read(InputStream in) throws IOException {
        return decode(in.readAllBytes());
    }

    private Object decode(byte[] bytes) throws IOException {
        try {
            Object decoded = codec.getValueDecoder().decode(Unpooled.wrappedBuffer(bytes), new State());
            if (decoded instanceof Object[] wrapped && wrapped.length == 1 && wrapped[0] != null) {
                return wrapped[0];
            }
        } catch (RuntimeException | LinkageError e) {
            throw new IOException(e.toString(), e);
        }
        throw new IOException("there is no object in it");
    }
}
