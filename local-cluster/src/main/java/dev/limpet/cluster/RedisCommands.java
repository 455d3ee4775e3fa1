package dev.limpet.cluster;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One connection to Redis for tests and probes: sends a command, waits for its reply. For one thread at a time. A broken or
 * slow connection is an {@link UncheckedIOException}, an error reply an {@link IllegalStateException} with Redis' words.
 */
public final class RedisCommands implements AutoCloseable {
    private static final String CALLS = "calls=";
    private static final String STAT = "cmdstat_";

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private RedisCommands(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** Connects to Redis on this machine; the timeout goes for connecting and for each reply. */
    public static RedisCommands connect(int port, Duration timeout) {
        Socket socket = new Socket();
        try {
            int millis = Math.toIntExact(timeout.toMillis());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(millis);
            socket.connect(new InetSocketAddress("127.0.0.1", port), millis);
            return new RedisCommands(socket);
        } catch (IOException e) {
            closeQuietly(socket);
            throw new UncheckedIOException(e);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The reply as text: nil is null, a number is its decimals, an array is one line an element. */
    public String command(String... words) {
        return text(send(words));
    }

    /** The reply to a command that answers with an array, nested arrays flattened; any other reply is a list of one. */
    public List<String> list(String... words) {
        List<String> flat = new ArrayList<>();
        flatten(send(words), flat);
        return flat;
    }

    /** How often Redis has run each command (name in lower case), those inside of scripts included. */
    public Map<String, Long> commandCalls() {
        Map<String, Long> calls = new TreeMap<>();
        command("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith(STAT))
                .forEach(line -> calls.put(line.substring(STAT.length(), line.indexOf(':')), calls(line)));
        return calls;
    }

    private static long calls(String line) {
        int start = line.indexOf(CALLS) + CALLS.length();
        return Long.parseLong(line.substring(start, line.indexOf(',', start)));
    }

    private Object send(String... words) {
        try {
            out.write(encode(words));
            out.flush();
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] encode(String... words) {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            int length = word.getBytes(StandardCharsets.UTF_8).length;
            request.append('$').append(length).append("\r\n").append(word).append("\r\n");
        }
        return request.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Object read() throws IOException {
        String line = line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+', ':' -> rest;
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> array(Integer.parseInt(rest));
            case '-' -> throw new IllegalStateException(rest);
            default -> throw new IOException("Not a reply of Redis: " + line);
        };
    }

    private String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = in.readNBytes(length);
        line();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private List<Object> array(int size) throws IOException {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            elements.add(read());
        }
        return elements;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("Redis closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static String text(Object reply) {
        if (!(reply instanceof List)) {
            return (String) reply;
        }
        List<String> flat = new ArrayList<>();
        flatten(reply, flat);
        return String.join("\n", flat);
    }

    private static void flatten(Object reply, List<String> flat) {
        if (reply instanceof List<?> elements) {
            elements.forEach(element -> flatten(element, flat));
        } else {
            flat.add((String) reply);
        }
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }
}
