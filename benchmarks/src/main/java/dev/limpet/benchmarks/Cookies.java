package dev.limpet.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A browser's cookies of one site: a Set-Cookie replaces the one of that name, Max-Age=0 removes it. For one thread at a time. */
final class Cookies {
    private final Map<String, String> values = new LinkedHashMap<>();
    private String header = "";

    void keep(String setCookie) {
        String pair = setCookie.split(";", 2)[0];
        String name = pair.substring(0, pair.indexOf('='));
        if (setCookie.contains("Max-Age=0")) {
            values.remove(name);
        } else {
            values.put(name, pair.substring(name.length() + 1));
        }
        header = values.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** As they are sent; empty if there is none. */
    String header() {
        return header;
    }
}
