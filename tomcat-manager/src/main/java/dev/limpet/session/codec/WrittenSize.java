package dev.limpet.session.codec;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.StackWalker.StackFrame;

/**
 * Watches one value on its way into a stream: whether it might exceed the limits of the {@link SerialFilter} that it will be read with. Cheap, and wrong only
 * on the safe side: whether it does exceed them is for the filter to say.
 */
final class WrittenSize extends FilterOutputStream {

    /** A repetition lies one step deeper than what it stands in, the description of a class and its superclasses a few. */
    private static final int DEEPER_AT_MOST = 32;

    /** For each byte, at most so many places in an array that is made on reading: an entry of a HashMap takes 6 bytes, and 8 places at the least load factor. */
    private static final int PLACES_A_BYTE = 2;

    private static final StackWalker STACK = StackWalker.getInstance();

    private final SerialFilter filter;
    private long bytes;
    private long objects;
    private long lookAgainAt;
    private boolean deep;

    WrittenSize(OutputStream out, SerialFilter filter) {
        super(out);
        this.filter = filter;
        this.lookAgainAt = filter.maxDepth() - DEEPER_AT_MOST;
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        bytes++;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        out.write(source, offset, length);
        bytes += length;
    }

    /** For each object, on the thread that writes it and from within its writing. */
    void count() {
        objects++;
        if (objects > lookAgainAt && !deep) {
            lookAtDepth();
        }
    }

    /** Each object goes one step deeper at most: until there are as many more as there are steps left, nobody has to look. */
    private void lookAtDepth() {
        long depth = STACK.walk(frames -> frames.filter(WrittenSize::isOneStep).count());
        long left = filter.maxDepth() - depth - DEEPER_AT_MOST;
        deep = left <= 0;
        lookAgainAt = objects + left;
    }

    private static boolean isOneStep(StackFrame frame) {
        return frame.getMethodName().equals("writeObject0")
                && frame.getClassName().equals(ObjectOutputStream.class.getName());
    }

    /** When all is written. */
    boolean mayExceedTheLimits() {
        return deep || bytes >= filter.maxReferences() || PLACES_A_BYTE * bytes >= filter.maxArray();
    }
}
