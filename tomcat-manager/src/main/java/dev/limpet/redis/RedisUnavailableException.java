package dev.limpet.redis;

/** Redis gave no usable answer: whether the script has run is unknown. The cause is the client library's exception. */
final class RedisUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RedisUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    RedisUnavailableException(String message) {
        super(message);
    }
}
