package dev.limpet.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The value of the attribute {@code redis}, taken apart: the topology, its nodes and how to log in. No message names a
 * user or a password.
 *
 * @param nodes {@code redis://host:port} or {@code rediss://host:port}, without credentials
 * @param masterName the name that the sentinels know the master by; null unless {@code SENTINEL}
 */
record RedisUrl(Topology topology, List<String> nodes, String user, String password, int database, String masterName) {

    private static final String RANGE = "redis://[[user]:password@]host:port[/database], rediss://... for TLS,"
            + " several with commas for a cluster, or redis-sentinel://host:port,host:port/database#master";
    private static final Pattern CREDENTIALS = Pattern.compile("//.*@", Pattern.DOTALL);
    private static final String SENTINEL = "redis-sentinel";
    private static final String SENTINEL_TLS = "rediss-sentinel";
    private static final Set<String> SENTINELS = Set.of(SENTINEL, SENTINEL_TLS);
    private static final Set<String> SERVERS = Set.of("redis", "rediss");

    enum Topology {
        SINGLE,
        CLUSTER,
        SENTINEL
    }

    static RedisUrl parse(String text) {
        try {
            return text.startsWith(SENTINEL + ":") || text.startsWith(SENTINEL_TLS + ":")
                    ? sentinels(text)
                    : servers(text);
        } catch (URISyntaxException e) {
            throw malformed(text, e.getReason());
        } catch (IllegalArgumentException e) {
            throw malformed(text, e.getMessage());
        }
    }

    /** The text without what lies between the first // and the last @: of a malformed URL nobody knows where its password ends. */
    static String masked(String text) {
        return CREDENTIALS.matcher(text).replaceAll("//***@");
    }

    private static IllegalArgumentException malformed(String text, String reason) {
        return new IllegalArgumentException(
                "redis=\"" + masked(text) + "\" is malformed: " + reason + "; it must read " + RANGE);
    }

    private static RedisUrl servers(String text) throws URISyntaxException {
        List<URI> uris = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            uris.add(server(part.strip(), SERVERS));
        }
        URI first = uris.get(0);
        int database = database(first.getPath());
        if (uris.size() > 1 && database != 0) {
            throw new IllegalArgumentException("a cluster has the database 0 only");
        }
        for (URI uri : uris) {
            requireSame(first, uri);
        }
        Topology topology = uris.size() > 1 ? Topology.CLUSTER : Topology.SINGLE;
        List<String> nodes =
                uris.stream().map(uri -> address(uri, first.getScheme())).toList();
        return new RedisUrl(topology, nodes, user(first), password(first), database, null);
    }

    private static RedisUrl sentinels(String text) throws URISyntaxException {
        String[] parts = text.split(",", -1);
        String scheme = text.substring(0, text.indexOf(':'));
        String last = parts.length == 1 ? text : scheme + "://" + parts[parts.length - 1].strip();
        URI tail = server(last, SENTINELS);
        URI head = server(parts[0].strip(), SENTINELS);
        if (tail.getFragment() == null || tail.getFragment().isBlank()) {
            throw new IllegalArgumentException("the master's name after # is missing");
        }
        String nodeScheme = SENTINEL_TLS.equals(scheme) ? "rediss" : "redis";
        List<String> nodes = new ArrayList<>();
        nodes.add(address(head, nodeScheme));
        for (int i = 1; i < parts.length; i++) {
            nodes.add(address(server(scheme + "://" + parts[i].strip(), SENTINELS), nodeScheme));
        }
        return new RedisUrl(
                Topology.SENTINEL, nodes, user(head), password(head), database(tail.getPath()), tail.getFragment());
    }

    private static URI server(String text, Set<String> schemes) throws URISyntaxException {
        URI uri = new URI(text).parseServerAuthority();
        if (uri.getScheme() == null || !schemes.contains(uri.getScheme())) {
            throw new IllegalArgumentException(
                    "the scheme must be one of redis, rediss, redis-sentinel, rediss-sentinel");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("the host is missing");
        }
        if (uri.getPort() < 1 || uri.getPort() > 65_535) {
            throw new IllegalArgumentException("the port must be in 1..65535");
        }
        if (uri.getRawQuery() != null || (uri.getFragment() != null && !SENTINELS.contains(uri.getScheme()))) {
            throw new IllegalArgumentException("nothing may follow the database");
        }
        return uri;
    }

    private static void requireSame(URI first, URI other) {
        if (!other.getScheme().equals(first.getScheme())) {
            throw new IllegalArgumentException("all nodes must have the same scheme");
        }
        if (other.getRawUserInfo() != null && !other.getRawUserInfo().equals(first.getRawUserInfo())) {
            throw new IllegalArgumentException("all nodes must have the same user and password");
        }
    }

    private static String address(URI uri, String scheme) {
        return scheme + "://" + uri.getHost() + ":" + uri.getPort();
    }

    private static int database(String path) {
        if (path == null || path.isEmpty() || path.equals("/")) {
            return 0;
        }
        String number = path.substring(1);
        if (!number.matches("[0-9]{1,4}")) {
            throw new IllegalArgumentException("the database must be a number");
        }
        return Integer.parseInt(number);
    }

    private static String user(URI uri) {
        String info = uri.getRawUserInfo();
        return info == null || info.indexOf(':') < 1 ? null : decoded(info.substring(0, info.indexOf(':')));
    }

    private static String password(URI uri) {
        String info = uri.getRawUserInfo();
        return info == null ? null : decoded(info.substring(info.indexOf(':') + 1));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return topology + " " + nodes;
    }
}
