package dev.limpet.it.harness;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a browser answers to a DIGEST challenge (RFC 7616, MD5, qop=auth). */
public final class DigestLogin {

    private static final String NONCE_COUNT = "00000001";
    private static final String CLIENT_NONCE = "0a4f113b";

    private DigestLogin() {}

    /** The value of the Authorization header for a GET, answering the 401 that the same path has given. */
    public static String answer(Answer challenge, String path, String user, String password) {
        String asked = challenge.raw().headers().allValues("www-authenticate").stream()
                .filter(header -> header.startsWith("Digest ") && !header.contains("SHA-256"))
                .findFirst()
                .orElseThrow();
        String realm = parameter(asked, "realm");
        String nonce = parameter(asked, "nonce");
        String secret = md5(user + ":" + realm + ":" + password);
        String response = md5(String.join(":", secret, nonce, NONCE_COUNT, CLIENT_NONCE, "auth", md5("GET:" + path)));
        return "Digest username=\"" + user + "\", realm=\"" + realm + "\", nonce=\"" + nonce + "\", uri=\"" + path
                + "\", opaque=\"" + parameter(asked, "opaque") + "\", qop=auth, nc=" + NONCE_COUNT + ", cnonce=\""
                + CLIENT_NONCE + "\", response=\"" + response + "\", algorithm=MD5";
    }

    private static String parameter(String header, String name) {
        Matcher matcher = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(header);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no " + name + " in " + header);
        }
        return matcher.group(1);
    }

    private static String md5(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.ISO_8859_1));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
