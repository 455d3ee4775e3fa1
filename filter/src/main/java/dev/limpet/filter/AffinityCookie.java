package dev.limpet.filter;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The affinity cookie of one node, and all that is known here of cookie syntax. Immutable. Reads the request's Cookie headers as the balancers do, not through
 * the container's parser: that one may drop, reorder or unquote cookies, and a value that only looks like ours after unquoting does not bring the client here.
 * No content of a cookie makes it fail.
 */
final class AffinityCookie {

    private static final String SET_COOKIE = "Set-Cookie";

    private final String name;
    private final String pairStart;
    private final String value;
    private final String lifetime;
    private final String attributes;
    private final boolean alwaysSecure;
    private final CookieHeaders headers;

    /** For settings that have a cookie. */
    AffinityCookie(AffinitySettings settings, Route route, CookieHeaders headers) {
        this.name = settings.affinityCookie();
        this.pairStart = name + "=";
        this.value = settings.affinityValue().replace("%s", route.name());
        this.lifetime = settings.affinityMaxAgeSeconds() == 0 ? "" : "; Max-Age=" + settings.affinityMaxAgeSeconds();
        this.attributes = "; Path=/; HttpOnly; SameSite="
                + settings.affinitySameSite().token()
                + (settings.affinityPartitioned() ? "; Partitioned" : "");
        this.alwaysSecure = settings.affinitySameSite() == SameSite.NONE
                || settings.affinityPartitioned()
                || name.startsWith("__Secure-")
                || name.startsWith("__Host-");
        this.headers = headers;
    }

    /** Whether the client is bound to this node: the first cookie of that name counts, as it does for the balancers. */
    boolean isCarriedBy(HttpServletRequest request) {
        int place = 0;
        CharSequence header = headers.at(place, request);
        while (header != null) {
            int at = valueIn(header);
            if (at >= 0) {
                return isOurs(header, at);
            }
            place++;
            header = headers.at(place, request);
        }
        return false;
    }

    /** Where the value of the first cookie of that name begins; -1: there is none. A header of many pairs costs no more than its length. */
    private int valueIn(CharSequence header) {
        int at = 0;
        while (at < header.length()) {
            at = skipBlanks(header, at);
            if (hasAt(header, at, name)) {
                int equals = skipBlanks(header, at + name.length());
                if (hasAt(header, equals, "=")) {
                    return equals + 1;
                }
            }
            while (at < header.length() && header.charAt(at) != ';') {
                at++;
            }
            at++;
        }
        return -1;
    }

    private boolean isOurs(CharSequence header, int at) {
        int start = skipBlanks(header, at);
        int end = skipBlanks(header, start + value.length());
        return hasAt(header, start, value) && (end >= header.length() || header.charAt(end) == ';');
    }

    private static boolean hasAt(CharSequence header, int at, String text) {
        if (at + text.length() > header.length()) {
            return false;
        }
        int same = 0;
        while (same < text.length() && header.charAt(at + same) == text.charAt(same)) {
            same++;
        }
        return same == text.length();
    }

    private static int skipBlanks(CharSequence header, int start) {
        int at = start;
        while (at < header.length() && (header.charAt(at) == ' ' || header.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /** Whether the response sets or deletes the cookie already. */
    boolean isAnsweredBy(HttpServletResponse response) {
        for (String header : response.getHeaders(SET_COOKIE)) {
            if (header.startsWith(pairStart)) {
                return true;
            }
        }
        return false;
    }

    /** Binds the client to this node. */
    void bind(HttpServletRequest request, HttpServletResponse response) {
        response.addHeader(SET_COOKIE, pairStart + value + lifetime + attributes + secure(request));
    }

    /** Lets the client go. By Max-Age, because a balancer may rewrite the value. */
    void release(HttpServletRequest request, HttpServletResponse response) {
        response.addHeader(SET_COOKIE, pairStart + "; Max-Age=0" + attributes + secure(request));
    }

    private String secure(HttpServletRequest request) {
        return alwaysSecure || request.isSecure() ? "; Secure" : "";
    }

    /** For logs and messages: the cookie as a balancer sees it; it is a node's name, no secret. */
    @Override
    public String toString() {
        return pairStart + value;
    }
}
