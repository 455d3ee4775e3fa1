package org.apache.coyote;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A request under way: {@code started} when the first byte is there, {@code complete} when the client knows that it has all. */
record Exchange(CompletableFuture<Void> started, CompletableFuture<Answer> complete) {

    Exchange() {
        this(new CompletableFuture<>(), new CompletableFuture<>());
    }

    /** A complete response; header names in lower case. */
    record Answer(int status, Map<String, List<String>> headers, String body) {

        boolean has(String header) {
            return headers.containsKey(header);
        }

        String first(String header) {
            return headers.getOrDefault(header, List.of("")).get(0);
        }
    }
}
