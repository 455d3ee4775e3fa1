package dev.limpet.cluster.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes a client's bytes apart into commands, however they are cut into packets. Keeps each command's bytes as they came.
 * Read by one thread; a stream that ends inside a command is an EOFException, at its end {@link #next()} answers null.
 */
final class RespReader {
    private final InputStream in;
    private ByteArrayOutputStream raw = new ByteArrayOutputStream();

    RespReader(InputStream in) {
        this.in = in;
    }

    /** The next command, or null when the client has closed. */
    RespCommand next() throws IOException {
        raw = new ByteArrayOutputStream();
        String head = line();
        if (head == null) {
            return null;
        }
        List<String> words = head.startsWith("*") ? bulks(Integer.parseInt(head.substring(1))) : inline(head);
        return new RespCommand(words, raw.toByteArray());
    }

    private static List<String> inline(String line) {
        return Arrays.stream(line.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    private List<String> bulks(int count) throws IOException {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(bulk());
        }
        return words;
    }

    private String bulk() throws IOException {
        String head = line();
        if (head == null || !head.startsWith("$")) {
            throw new EOFException("Not the length of a word: " + head);
        }
        int length = Integer.parseInt(head.substring(1));
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The client closed inside a command");
        }
        raw.write(bytes);
        line();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            raw.write(c);
            if (c != '\r') {
                line.append((char) c);
            }
        }
        raw.write('\n');
        return line.toString();
    }
}
