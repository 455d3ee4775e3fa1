package dev.limpet.redis;

/** Redis answered that the script itself failed: a defect of the script or of the stored data, not an outage. */
final class RedisScriptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RedisScriptException(String message, Throwable cause) {
        super(message, cause);
    }
}
