package dev.limpet.filter;

import java.util.Enumeration;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The affinity cookie of one node, and all that is known here of cookie syntax. Immutable. Reads the request's Cookie headers as the balancers do, not through
 * the container's parser: that one may drop, reorder or unquote cookies, and a value that only looks like ours after unquoting does not bring the client here.
 * No content of a cookie makes it fail.
 */
final class AffinityCookie {

    private static final String COOKIE = "Cookie";
    private static final String SET_COOKIE = "Set-Cookie";

    private final String name;
    private final String pairStart;
    private final String value;
    private final String lifetime;
    private final String attributes;
    private final boolean alwaysSecure;

    /** For settings that have a cookie. */
    AffinityCookie(AffinitySettings settings, Route route) {
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
    }

    /** Whether the client is bound to this node: the first cookie of that name counts, as it does for the balancers. */
    boolean isCarriedBy(HttpServletRequest request) {
        String header = request.getHeader(COOKIE);
        if (header == null) {
            return false;
        }
        String carried = firstIn(header);
        return value.equals(carried == null ? firstOfAll(request) : carried);
    }

    /** Of all Cookie headers: there is seldom more than one, and to ask for one costs less. */
    private String firstOfAll(HttpServletRequest request) {
        Enumeration<String> headers = request.getHeaders(COOKIE);
        while (headers != null && headers.hasMoreElements()) {
            String carried = firstIn(headers.nextElement());
            if (carried != null) {
                return carried;
            }
        }
        return null;
    }

    private String firstIn(String header) {
        int end;
        for (int start = 0; start < header.length(); start = end + 1) {
            int semicolon = header.indexOf(';', start);
            end = semicolon < 0 ? header.length() : semicolon;
            String carried = valueIn(header, start, end);
            if (carried != null) {
                return carried;
            }
        }
        return null;
    }

    /** Looks at nothing outside of the one pair, so a header of many pairs costs no more than its length. */
    private String valueIn(String header, int start, int end) {
        int at = skipBlanks(header, start, end);
        if (!header.startsWith(name, at)) {
            return null;
        }
        int equals = skipBlanks(header, at + name.length(), end);
        return equals < end && header.charAt(equals) == '='
                ? header.substring(equals + 1, end).strip()
                : null;
    }

    private static int skipBlanks(String header, int start, int end) {
        int at = start;
        while (at < end && (header.charAt(at) == ' ' || header.charAt(at) == '\t')) {
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
