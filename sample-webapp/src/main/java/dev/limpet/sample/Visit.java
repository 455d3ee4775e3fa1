package dev.limpet.sample;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

/**
 * What a session holds, read at one moment, ready to be shown. Reading never makes a session.
 *
 * @param sessionHash stands for the session's id, which is a password and therefore never shown
 * @param visitor the name given at login, or null
 */
record Visit(String sessionHash, Instant since, String visitor, int counter, Cart cart) {

    static final String VISITOR = "visitor";
    static final String COUNTER = "counter";
    static final String CART = "cart";

    private static final int HASH_BYTES = 4;

    static Optional<Visit> of(HttpServletRequest request) {
        return Optional.ofNullable(request.getSession(false)).map(Visit::of);
    }

    private static Visit of(HttpSession session) {
        return new Visit(
                hash(session.getId()),
                Instant.ofEpochMilli(session.getCreationTime()),
                (String) session.getAttribute(VISITOR),
                counter(session),
                cart(session));
    }

    static int counter(HttpSession session) {
        return session.getAttribute(COUNTER) instanceof Integer counter ? counter : 0;
    }

    static Cart cart(HttpSession session) {
        return session.getAttribute(CART) instanceof Cart cart ? cart : Cart.EMPTY;
    }

    /** The first eight hexadecimal digits of the id's SHA-256. */
    private static String hash(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
