package dev.limpet.it.clock;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The constants of a class file (JVMS 4.4), of which one call may be redirected. */
final class ConstantPool {

    static final String SET_CLOCK = "dev/limpet/it/clock/SetClock";

    private static final int COUNT_AT = 8;
    private static final int FIRST_AT = 10;
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int METHOD = 10;

    private final ByteBuffer file;
    private final int count;
    /** Where each constant begins: with its tag. */
    private final int[] at;

    private final int end;

    ConstantPool(byte[] classFile) {
        file = ByteBuffer.wrap(classFile);
        count = file.getChar(COUNT_AT);
        at = new int[count];
        int next = FIRST_AT;
        for (int i = 1; i < count; i++) {
            at[i] = next;
            int tag = file.get(next);
            next += length(tag, next);
            i += tag == LONG || tag == DOUBLE ? 1 : 0;
        }
        end = next;
    }

    private int length(int tag, int place) {
        return switch (tag) {
            case UTF8 -> 3 + file.getChar(place + 1);
            case LONG, DOUBLE -> 9;
            case CLASS, 8, 16, 19, 20 -> 3;
            case 15 -> 4;
            default -> 5;
        };
    }

    /** The class file, with {@link SetClock} asked for the time instead of {@link System}; null if it does not ask. */
    byte[] withSetClock() {
        int method = currentTimeMillis();
        return method == 0 ? null : withOwner(method);
    }

    private int currentTimeMillis() {
        for (int i = 1; i < count; i++) {
            if (at[i] != 0 && file.get(at[i]) == METHOD && isCurrentTimeMillis(i)) {
                return i;
            }
        }
        return 0;
    }

    private boolean isCurrentTimeMillis(int method) {
        return text(first(first(method))).equals("java/lang/System")
                && text(first(file.getChar(at[method] + 3))).equals("currentTimeMillis");
    }

    /** The first constant that a constant refers to. */
    private int first(int constant) {
        return file.getChar(at[constant] + 1);
    }

    private String text(int utf8) {
        return new String(file.array(), at[utf8] + 3, file.getChar(at[utf8] + 1), StandardCharsets.UTF_8);
    }

    /** Two more constants, the name and the class, at the end of the pool. */
    private byte[] withOwner(int method) {
        byte[] owner = SET_CLOCK.getBytes(StandardCharsets.UTF_8);
        ByteBuffer changed = ByteBuffer.allocate(file.capacity() + 3 + owner.length + 3);
        changed.put(file.array(), 0, end);
        changed.put((byte) UTF8).putChar((char) owner.length).put(owner);
        changed.put((byte) CLASS).putChar((char) count);
        changed.put(file.array(), end, file.capacity() - end);
        changed.putChar(COUNT_AT, (char) (count + 2));
        changed.putChar(at[method] + 1, (char) (count + 1));
        return changed.array();
    }
}
