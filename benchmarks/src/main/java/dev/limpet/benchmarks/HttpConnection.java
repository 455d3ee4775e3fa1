package dev.limpet.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One HTTP/1.1 connection that stays open: sends a GET, waits for the answer. Knows bodies with a Content-Length only. For one
 * thread at a time; blocks at most {@link #PATIENCE_MILLIS} for an answer. After an IOException it is of no use any more.
 */
final class HttpConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;
    private final String host;

    record Answer(int status, List<String> setCookies, String body) {}

    private HttpConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.host = "127.0.0.1:" + socket.getPort();
    }

    static HttpConnection open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new HttpConnection(socket);
    }

    /** @param cookies the Cookie header's value; empty: no such header */
    Answer get(String path, String cookies) throws IOException {
        StringBuilder request = new StringBuilder(256);
        request.append("GET ")
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(host)
                .append("\r\n");
        if (!cookies.isEmpty()) {
            request.append("Cookie: ").append(cookies).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        return answer();
    }

    private Answer answer() throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        List<String> setCookies = new ArrayList<>(2);
        int length = -1;
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            String value = header.substring(colon + 1).trim();
            switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "set-cookie" -> setCookies.add(value);
                case "content-length" -> length = Integer.parseInt(value);
                case "transfer-encoding" -> throw new IOException("An answer without Content-Length");
                default -> {}
            }
        }
        byte[] body = in.readNBytes(Math.max(0, length));
        return new Answer(status, setCookies, new String(body, StandardCharsets.ISO_8859_1));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The connection was closed in the middle of an answer");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
