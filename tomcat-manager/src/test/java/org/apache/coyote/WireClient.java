package org.apache.coyote;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** One HTTP/1.1 connection that sees exactly what is on the wire: a response that breaks off is an EOFException. */
final class WireClient implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    WireClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void send(String method, String path, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        sendBytes(head.append("\r\n").toString());
    }

    void sendBytes(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    Exchange exchange(String method, String path) throws IOException {
        Exchange exchange = new Exchange();
        send(method, path);
        CompletableFuture.runAsync(() -> receive(method, exchange), task -> new Thread(task, "wire-client").start());
        return exchange;
    }

    private void receive(String method, Exchange exchange) {
        try (this) {
            waitForByte();
            exchange.started().complete(null);
            exchange.complete().complete(read(method));
        } catch (IOException e) {
            exchange.complete().completeExceptionally(e);
        }
    }

    private void waitForByte() throws IOException {
        in.mark(1);
        if (in.read() < 0) {
            throw new EOFException("no response");
        }
        in.reset();
    }

    int readByte() throws IOException {
        return in.read();
    }

    Exchange.Answer read(String method) throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
            headers.computeIfAbsent(name, n -> new ArrayList<>())
                    .add(line.substring(line.indexOf(':') + 1).trim());
        }
        boolean bodiless = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
        return new Exchange.Answer(status, headers, bodiless ? "" : body(headers));
    }

    private String body(Map<String, List<String>> headers) throws IOException {
        if (headers.containsKey("transfer-encoding")) {
            return chunks();
        }
        if (headers.containsKey("content-length")) {
            return exactly(Integer.parseInt(headers.get("content-length").get(0)));
        }
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.append(exactly(size));
            line();
        }
        for (String trailer = line(); !trailer.isEmpty(); trailer = line()) {
            body.append('[').append(trailer).append(']');
        }
        return body.toString();
    }

    private String exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("body breaks off");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("response breaks off");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).trim();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
