package dev.limpet.tomcat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletResponse;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.limpet.filter.DrainSwitch;
import dev.limpet.filter.PathInContext;

/**
 * {@code POST .../drain} and {@code POST .../undrain} beside the health endpoint turn the node's drain switch. Only for a caller that shows the token, or
 * one on this machine that no proxy stands before; everybody else gets 403. Touches no session.
 */
final class DrainEndpoint {

    private static final Logger log = LoggerFactory.getLogger(DrainEndpoint.class);
    private static final Pattern PROXY_HEADER =
            Pattern.compile("X-Forwarded-.*|X-Real-IP|Forwarded|Via", Pattern.CASE_INSENSITIVE);
    private static final String BEARER = "Bearer ";

    private final PathInContext drainPath;
    private final PathInContext undrainPath;
    private final byte[] token;
    private final DrainSwitch drain;
    private final String label;

    /**
     * @param healthPath beside which the two paths lie; empty: there are none
     * @param token what a caller from elsewhere has to show as bearer token, or null: only local callers
     */
    DrainEndpoint(String healthPath, String token, DrainSwitch drain, String label) {
        this.drainPath = new PathInContext(beside(healthPath, "drain"));
        this.undrainPath = new PathInContext(beside(healthPath, "undrain"));
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
        this.drain = drain;
        this.label = label;
    }

    private static String beside(String healthPath, String name) {
        return healthPath.isEmpty() ? "" : healthPath.substring(0, healthPath.lastIndexOf('/') + 1) + name;
    }

    boolean isMeant(Request request) {
        return drainPath.matches(request) || undrainPath.matches(request);
    }

    void answer(Request request, Response response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } else if (!isLocal(request) && !hasToken(request)) {
            log.warn("{}: {} asked for {} without leave", label, request.getRemoteAddr(), request.getRequestURI());
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        } else {
            boolean drains = drainPath.matches(request);
            boolean changed = drains ? drain.drain() : drain.resume();
            log.info(
                    "{}: {} by {}{}",
                    label,
                    drains ? "drains" : "takes part again",
                    request.getPeerAddr(),
                    changed ? "" : " (as before)");
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        }
    }

    /** The peer of the connection is this machine, and does not speak for somebody else. */
    private static boolean isLocal(Request request) {
        return isLoopback(request.getPeerAddr())
                && isLoopback(request.getRemoteAddr())
                && isItsOwnAddress(request)
                && !isForwarded(request);
    }

    /** A RemoteIpValve that believes a header takes it away, and what it says may be this machine's address too: but it is another object than the connection's. */
    private static boolean isItsOwnAddress(Request request) {
        return request.getRemoteAddr()
                == request.getCoyoteRequest().remoteAddr().toString();
    }

    private static boolean isForwarded(Request request) {
        return Collections.list(request.getHeaderNames()).stream()
                .anyMatch(name -> PROXY_HEADER.matcher(name).matches());
    }

    private static boolean isLoopback(String address) {
        try {
            return address != null && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private boolean hasToken(Request request) {
        String shown = request.getHeader("Authorization");
        return token != null
                && shown != null
                && shown.startsWith(BEARER)
                && MessageDigest.isEqual(shown.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8), token);
    }
}
