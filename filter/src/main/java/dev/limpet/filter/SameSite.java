package dev.limpet.filter;

/** Whether a browser sends the affinity cookie along with requests that another site caused. */
public enum SameSite {
    LAX("Lax"),
    STRICT("Strict"),
    /** Browsers take it only together with {@code Secure}, so such a cookie is always secure. */
    NONE("None");

    private final String token;

    SameSite(String token) {
        this.token = token;
    }

    /** As it stands in Set-Cookie. */
    String token() {
        return token;
    }
}
