package dev.limpet.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.limpet.cluster.TomcatNode;

/**
 * Keeps cookies and returns them as a browser does, to whichever node it is sent; follows no redirects. Used by one thread at a
 * time; an answer that is {@link #begin begun} brings its cookies when it is complete.
 */
public final class Browser {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<Version, HttpClient> CLIENTS = new EnumMap<>(Map.of(
            Version.HTTP_1_1, client(Version.HTTP_1_1),
            Version.HTTP_2, client(Version.HTTP_2)));

    private final CookieJar cookies;
    private final HttpClient http;
    private final Duration patience;
    private final Map<String, String> headers;

    private Browser(CookieJar cookies, HttpClient http, Duration patience, Map<String, String> headers) {
        this.cookies = cookies;
        this.http = http;
        this.patience = patience;
        this.headers = headers;
    }

    public static Browser create() {
        return of(Version.HTTP_1_1);
    }

    /** HTTP_2: upgrades from HTTP/1.1 with its first request. */
    public static Browser of(Version version) {
        return new Browser(new CookieJar(), CLIENTS.get(version), PATIENCE, Map.of());
    }

    /** A new one without connections: others do not share it. */
    public static Browser unconnected(Version version) {
        return new Browser(new CookieJar(), client(version), PATIENCE, Map.of());
    }

    private static HttpClient client(Version version) {
        return HttpClient.newBuilder().version(version).connectTimeout(PATIENCE).build();
    }

    /** Another browser with the same cookies. */
    public Browser copy() {
        return new Browser(cookies.copy(), http, patience, headers);
    }

    /** This browser, which waits no longer than that for an answer. */
    public Browser patient(Duration time) {
        return new Browser(cookies, http, time, headers);
    }

    /** This browser, which takes compressed answers too. */
    public Browser acceptsGzip() {
        return new Browser(cookies, http, patience, Map.of("Accept-Encoding", Answer.GZIP));
    }

    public CookieJar cookies() {
        return cookies;
    }

    public Answer get(TomcatNode node, String path) {
        return get(node.url() + path);
    }

    public Answer get(String url) {
        return send(request(url).GET().build());
    }

    public Answer get(String url, String header, String value) {
        return send(request(url).header(header, value).GET().build());
    }

    /** @param form as in application/x-www-form-urlencoded */
    public Answer post(String url, String form) {
        return send(request(url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }

    /** Sends a request and does not wait. */
    public Exchange begin(TomcatNode node, String path) {
        return begin(node.url() + path);
    }

    /** Sends a request and does not wait. */
    public Exchange begin(String url) {
        HttpRequest request = request(url).GET().build();
        CompletableFuture<Integer> head = new CompletableFuture<>();
        CompletableFuture<HttpResponse<byte[]>> whole = http.sendAsync(request, info -> {
            head.complete(info.statusCode());
            return HttpResponse.BodySubscribers.ofByteArray();
        });
        return new Exchange(head, whole.thenApply(response -> kept(request, response)));
    }

    private HttpRequest.Builder request(String url) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(patience);
        cookies.header(URI.create(url).getPath()).ifPresent(value -> request.header("Cookie", value));
        headers.forEach(request::header);
        return request;
    }

    private Answer send(HttpRequest request) {
        try {
            return kept(request, http.send(request, BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri().toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Answer kept(HttpRequest request, HttpResponse<byte[]> response) {
        response.headers()
                .allValues("set-cookie")
                .forEach(text -> cookies.keep(request.uri().getPath(), text));
        return Answer.of(response);
    }
}
