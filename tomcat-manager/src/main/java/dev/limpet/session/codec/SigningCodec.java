package dev.limpet.session.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import javax.crypto.Mac;

/**
 * Signs what another codec writes and lets nothing through to it that does not carry the signature of one of the keys. The signature covers context, name
 * and bytes, so a value cannot be put in another's place. It does not tell an older value of the same attribute from the current one.
 */
final class SigningCodec implements AttributeCodec {

    private final AttributeCodec codec;
    private final List<Mac> keyed;
    private final String context;

    /** @param keyed a ready code for each key, never used itself but copied; the first signs */
    SigningCodec(AttributeCodec codec, List<Mac> keyed, String context) {
        this.codec = codec;
        this.keyed = keyed;
        this.context = context;
    }

    @Override
    public AttributeCodec boundTo(String newContext) {
        return new SigningCodec(codec.boundTo(newContext), keyed, newContext);
    }

    @Override
    public byte[] encode(String name, Object value, Predicate<byte[]> known)
            throws AttributeNotSerializableException, AttributeInMotionException {
        return sign(name, codec.encode(name, value, bare -> known.test(sign(name, bare))));
    }

    @Override
    public byte[] encodeSettled(String name, Object value)
            throws AttributeNotSerializableException, AttributeInMotionException {
        return sign(name, codec.encodeSettled(name, value));
    }

    private byte[] sign(String name, byte[] bare) {
        byte[] signed = Arrays.copyOf(bare, bare.length + StoredForm.SIGNATURE_LENGTH);
        StoredForm.markSigned(signed);
        byte[] signature = signature(keyed.get(0), name, signed);
        System.arraycopy(signature, 0, signed, bare.length, signature.length);
        return signed;
    }

    @Override
    public Object decode(String name, byte[] stored) throws AttributeUnreadableException {
        if (StoredForm.isWellFormed(stored)) {
            verify(name, stored);
        }
        return codec.decode(name, stored);
    }

    private void verify(String name, byte[] stored) throws AttributeUnreadableException {
        if (!StoredForm.isSigned(stored)) {
            throw new AttributeUnreadableException(name, "it is not signed, and signingKey is set", null);
        }
        byte[] claimed = Arrays.copyOfRange(stored, StoredForm.payloadEnd(stored), stored.length);
        for (Mac key : keyed) {
            if (MessageDigest.isEqual(claimed, signature(key, name, stored))) {
                return;
            }
        }
        throw new AttributeUnreadableException(
                name, "its signature is of no key in signingKey, or it was tampered with", null);
    }

    private byte[] signature(Mac key, String name, byte[] signed) {
        Mac mac = copy(key);
        updateWith(mac, context);
        updateWith(mac, name);
        mac.update(signed, 0, StoredForm.payloadEnd(signed));
        return mac.doFinal();
    }

    /** With its length, so that no two pairs of context and name are written alike. */
    private static void updateWith(Mac mac, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        mac.update(bytes);
    }

    private static Mac copy(Mac mac) {
        try {
            return (Mac) mac.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this security provider's " + mac.getAlgorithm() + " cannot be copied", e);
        }
    }
}
