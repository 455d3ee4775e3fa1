package dev.limpet.cluster.proxy;

import java.util.List;
import java.util.Locale;

/**
 * One command of a client.
 *
 * @param words its name and arguments; bytes that are no UTF-8 are replaced
 * @param raw the bytes to send on
 */
record RespCommand(List<String> words, byte[] raw) {
    String name() {
        return words.isEmpty() ? "" : words.get(0).toLowerCase(Locale.ROOT);
    }

    boolean subscribes() {
        return name().endsWith("subscribe") && !name().contains("unsubscribe");
    }
}
