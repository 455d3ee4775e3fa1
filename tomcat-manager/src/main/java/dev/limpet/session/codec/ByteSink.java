package dev.limpet.session.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Collects bytes for one thread, without locks, up to a limit; room for a header is left at the start. */
final class ByteSink extends OutputStream {

    private static final int INITIAL = 1024;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final long limit;
    private byte[] bytes = new byte[INITIAL];
    private int count;

    ByteSink(int header, long limit) {
        this.count = header;
        this.limit = Math.min(limit, LARGEST_ARRAY - header) + header;
    }

    @Override
    public void write(int b) throws IOException {
        makeRoom(1);
        bytes[count++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        makeRoom(length);
        System.arraycopy(source, offset, bytes, count, length);
        count += length;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, count);
    }

    private void makeRoom(int more) throws IOException {
        long needed = (long) count + more;
        if (needed > limit) {
            throw new IOException("it takes more bytes than the limit of " + limit);
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, 2L * bytes.length), LARGEST_ARRAY));
        }
    }
}
