package dev.limpet.session.explorer;

import java.util.concurrent.CompletableFuture;

/**
 * What a fiber waits for.
 *
 * @param where the method of the protocol that waits
 */
record Waiting(CompletableFuture<?> answer, String where) {}
