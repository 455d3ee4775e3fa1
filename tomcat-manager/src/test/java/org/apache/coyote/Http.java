package org.apache.coyote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** The protocol a case is run over. */
enum Http {
    HTTP_1 {
        @Override
        Exchange send(SeamServer server, String method, String path) throws IOException {
            return new WireClient(server.port()).exchange(method, path);
        }
    },
    HTTP_2 {
        @Override
        Exchange send(SeamServer server, String method, String path) throws IOException, InterruptedException {
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
            int port = server.port();
            upgrade(client, port);
            Exchange exchange = new Exchange();
            client.sendAsync(request(port, method, path), BodyHandlers.ofInputStream())
                    .thenAcceptAsync(response -> receive(response, exchange))
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            exchange.complete().completeExceptionally(failure);
                        }
                    });
            return exchange;
        }
    },
    AJP {
        @Override
        Exchange send(SeamServer server, String method, String path) throws IOException {
            return new AjpClient(server.ajpPort()).exchange(method, path);
        }
    };

    /** A resource without a session. */
    static final String BEFORE = "/before";

    abstract Exchange send(SeamServer server, String method, String path) throws IOException, InterruptedException;

    private static void upgrade(HttpClient client, int port) throws IOException, InterruptedException {
        HttpResponse<Void> response = client.send(request(port, "GET", BEFORE), BodyHandlers.discarding());
        if (response.version() != HttpClient.Version.HTTP_2) {
            throw new IOException("no HTTP/2");
        }
    }

    private static HttpRequest request(int port, String method, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, BodyPublishers.noBody())
                .build();
    }

    private static void receive(HttpResponse<java.io.InputStream> response, Exchange exchange) {
        exchange.started().complete(null);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        CompletableFuture.runAsync(() -> {
            try (var in = response.body()) {
                in.transferTo(body);
                exchange.complete()
                        .complete(new Exchange.Answer(
                                response.statusCode(),
                                response.headers().map(),
                                body.toString(StandardCharsets.ISO_8859_1)));
            } catch (IOException e) {
                exchange.complete().completeExceptionally(e);
            }
        });
    }
}
