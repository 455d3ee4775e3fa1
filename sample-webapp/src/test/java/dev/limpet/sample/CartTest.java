package dev.limpet.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

import org.junit.jupiter.api.Test;

class CartTest {

    @Test
    void travelsToAnotherNode() throws Exception {
        Cart cart = Cart.EMPTY.with("Tea", new Node("node1")).with("Rope", new Node("node2"));

        assertThat(copy(cart)).isEqualTo(cart);
    }

    @Test
    void aChangeLeavesTheCartThatWasChangedAlone() {
        Cart cart = Cart.EMPTY.with("Tea", new Node("node1"));
        cart.with("Rope", new Node("node1"));
        cart.without(1);

        assertThat(cart.items()).containsExactly(new Item(1, "Tea", "node1"));
    }

    private static Object copy(Object original) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
