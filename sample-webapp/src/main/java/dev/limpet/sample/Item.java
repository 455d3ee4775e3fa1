package dev.limpet.sample;

import java.io.Serial;
import java.io.Serializable;

/** A thing in the cart, and the name of the node that put it there. */
record Item(int id, String name, String addedBy) implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;
}
