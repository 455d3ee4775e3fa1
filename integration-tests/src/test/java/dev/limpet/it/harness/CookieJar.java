package dev.limpet.it.harness;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A browser's cookies of one host, whatever the port, by name and path. */
public final class CookieJar {

    public static final String SESSION = "JSESSIONID";
    public static final String ROUTE = "ROUTE";

    private final Map<Key, String> cookies;

    private record Key(String path, String name) {

        boolean matches(String requested) {
            return requested.equals(path) || requested.startsWith(path.endsWith("/") ? path : path + "/");
        }
    }

    CookieJar() {
        this(new LinkedHashMap<>());
    }

    private CookieJar(Map<Key, String> cookies) {
        this.cookies = cookies;
    }

    synchronized CookieJar copy() {
        return new CookieJar(new LinkedHashMap<>(cookies));
    }

    synchronized void keep(String requested, String setCookie) {
        String[] parts = setCookie.split(";");
        String name = parts[0].substring(0, parts[0].indexOf('='));
        String value = parts[0].substring(name.length() + 1);
        String path = requested.substring(0, requested.lastIndexOf('/') + 1);
        boolean deleted = false;
        for (String part : parts) {
            String attribute = part.strip();
            path = attribute.startsWith("Path=") ? attribute.substring("Path=".length()) : path;
            deleted |= attribute.toLowerCase(Locale.ROOT).equals("max-age=0");
        }
        if (deleted) {
            cookies.remove(new Key(path, name));
        } else {
            cookies.put(new Key(path, name), value);
        }
    }

    /** What a browser sends for this path: of two cookies with one name first the one with the longer path. */
    synchronized Optional<String> header(String requested) {
        String header = cookies.entrySet().stream()
                .filter(cookie -> cookie.getKey().matches(requested))
                .sorted(Comparator.comparing(cookie -> -cookie.getKey().path().length()))
                .map(cookie -> cookie.getKey().name() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        return header.isEmpty() ? Optional.empty() : Optional.of(header);
    }

    /** The value of the first cookie of that name, or null. */
    public synchronized String value(String name) {
        return cookies.entrySet().stream()
                .filter(cookie -> cookie.getKey().name().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    public synchronized void set(String name, String value) {
        cookies.put(new Key("/", name), value);
    }

    /** The session's id, without the suffix. */
    public String sessionId() {
        return value(SESSION).split("\\.")[0];
    }

    /** The node that the session cookie names, or null. */
    public String suffix() {
        String[] parts = value(SESSION).split("\\.");
        return parts.length == 1 ? null : parts[1];
    }

    /** As a proxy would do that rewrites the cookie: the id alone is left. */
    public void cutSuffix() {
        set(SESSION, sessionId());
    }
}
