package dev.limpet.it.harness;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A complete answer. */
public record Answer(int status, String body, HttpResponse<byte[]> raw) {

    static Answer of(HttpResponse<byte[]> response) {
        return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), response);
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
