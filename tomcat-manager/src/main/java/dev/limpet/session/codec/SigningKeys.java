package dev.limpet.session.codec;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of the attribute {@code signingKey}: the first signs, all verify, so that a key can be replaced node by node. No key ever appears in a message.
 */
public final class SigningKeys {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST = 16;

    private final List<SecretKeySpec> keys;

    private SigningKeys(List<SecretKeySpec> keys) {
        this.keys = keys;
    }

    /**
     * @param text keys separated by commas, each of 16 bytes or more in UTF-8, white space around them ignored; null or blank: no keys
     * @throws IllegalArgumentException naming the attribute and the place of the bad key
     */
    public static SigningKeys parse(String text) {
        List<SecretKeySpec> keys = new ArrayList<>();
        String[] parts = text == null || text.isBlank() ? new String[0] : text.split(",", -1);
        for (String part : parts) {
            byte[] bytes = part.strip().getBytes(StandardCharsets.UTF_8);
            if (bytes.length < SHORTEST) {
                throw new IllegalArgumentException("signingKey: key " + (keys.size() + 1) + " of " + parts.length
                        + " has " + bytes.length + " bytes, expected are " + SHORTEST + " or more");
            }
            keys.add(new SecretKeySpec(bytes, ALGORITHM));
        }
        return new SigningKeys(List.copyOf(keys));
    }

    /** The codec with signed values; the codec itself if there is no key. */
    public AttributeCodec sign(AttributeCodec codec) {
        return keys.isEmpty()
                ? codec
                : new SigningCodec(codec, keys.stream().map(SigningKeys::mac).toList(), "");
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
