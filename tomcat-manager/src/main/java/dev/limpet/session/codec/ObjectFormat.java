package dev.limpet.session.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** How objects, all but the simplest, are written as bytes. Called on many threads at once. Any exception fails the one value. */
public interface ObjectFormat {

    /**
     * @return whether it may be too large to be read again: only reading it will tell
     * @throws IOException if the object can never be written; the message says which part of it
     * @throws RuntimeException if it could not be written this time; it is tried again
     */
    boolean write(Object value, OutputStream out) throws IOException;

    Object read(InputStream in) throws IOException, ClassNotFoundException;

    /** The most bytes of one value that are written, because more would not be read. */
    default long maxBytes() {
        return Integer.MAX_VALUE;
    }
}
