package dev.limpet.it.harness;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** A complete answer. The body is unpacked; one that was cut short is an UncheckedIOException. */
public record Answer(int status, String body, HttpResponse<byte[]> raw) {

    static final String GZIP = "gzip";

    static Answer of(HttpResponse<byte[]> response) {
        byte[] body = isPacked(response) ? unpacked(response.body()) : response.body();
        return new Answer(response.statusCode(), new String(body, StandardCharsets.UTF_8), response);
    }

    private static byte[] unpacked(byte[] body) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPacked(HttpResponse<?> response) {
        return response.headers().allValues("content-encoding").contains(GZIP);
    }

    /** Whether it came compressed. */
    public boolean isPacked() {
        return isPacked(raw);
    }

    public Optional<String> header(String name) {
        return raw.headers().firstValue(name);
    }

    public List<String> setCookies() {
        return raw.headers().allValues("set-cookie");
    }

    public Optional<String> setCookie(String name) {
        return setCookies().stream().filter(text -> text.startsWith(name + "=")).findFirst();
    }

    @Override
    public String toString() {
        return status + " " + (body.length() > 200 ? body.length() + " characters" : body) + " " + setCookies();
    }
}
