package dev.limpet.session.codec;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What is kept of an encoded value to see later whether it has changed: 128 bits of its SHA-256, since two values with one fingerprint would cost an
 * update. Only encodings of one and the same object in memory can be compared: a decoded copy may be encoded differently though nothing was changed.
 */
public record Fingerprint(long high, long low) {

    public static Fingerprint of(byte[] encoded) {
        ByteBuffer digest = ByteBuffer.wrap(sha256().digest(encoded));
        return new Fingerprint(digest.getLong(), digest.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
