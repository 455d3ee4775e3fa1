package dev.limpet.session.explorer;

import java.util.function.Supplier;

/**
 * What can happen next in a world.
 *
 * @param id the same in equal states, and in all states to which it stays possible
 * @param needs what makes it possible, as in a {@link Footprint}
 * @param label for a reader, and to find the step again
 * @param action what happens at once; gives the fiber that goes on then, or null
 */
record Step(long id, long needs, Supplier<String> label, Supplier<Fiber> action) {

    /** One that is not told apart from others. */
    Step(Supplier<String> label, Supplier<Fiber> action) {
        this(0, Footprint.EVERYTHING, label, action);
    }
}
