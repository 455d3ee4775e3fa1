package dev.limpet.sample;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a visitor has collected. It never changes; a change is a new cart, to be set in the session in place of the old
 * one. So two requests that run at once can never see, or save, a cart that is half changed.
 */
record Cart(int nextId, List<Item> items) implements Serializable {

    /** A session is no warehouse: it is loaded and saved as a whole. */
    static final int CAPACITY = 20;

    static final Cart EMPTY = new Cart(1, List.of());

    @Serial
    private static final long serialVersionUID = 1L;

    Cart {
        items = List.copyOf(items);
    }

    boolean isFull() {
        return items.size() >= CAPACITY;
    }

    /** The cart with one item more; a full cart stays as it is. */
    Cart with(String name, Node addedBy) {
        if (isFull()) {
            return this;
        }
        Item item = new Item(nextId, name, addedBy.name());
        return new Cart(
                nextId + 1, Stream.concat(items.stream(), Stream.of(item)).toList());
    }

    /** The cart without that item; if it is not there (a button was pressed twice) nothing changes. */
    Cart without(int id) {
        return new Cart(nextId, items.stream().filter(item -> item.id() != id).toList());
    }
}
