package dev.limpet.session.explorer;

/** Two hashes of all that is put into it, in that order. */
final class Digest {

    private long a = 1;
    private long b = 2;

    Digest put(long value) {
        a = (a ^ value) * 0x9E3779B97F4A7C15L;
        a ^= a >>> 29;
        b = (b + value) * 0xC2B2AE3D27D4EB4FL;
        b ^= b >>> 31;
        return this;
    }

    Digest put(boolean value) {
        return put(value ? 1 : 0);
    }

    Digest put(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
        return put(text.length());
    }

    Digest put(Enum<?> value) {
        return put(value == null ? -1 : value.ordinal());
    }

    StateKey.Key key() {
        return new StateKey.Key(a, b);
    }
}
