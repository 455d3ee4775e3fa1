package dev.limpet.session.explorer;

import java.util.function.Supplier;

/**
 * What can happen next in a world.
 *
 * @param label for a reader, and to find the step again
 * @param action what happens at once; gives the fiber that goes on then, or null
 */
record Step(Supplier<String> label, Supplier<Fiber> action) {}
