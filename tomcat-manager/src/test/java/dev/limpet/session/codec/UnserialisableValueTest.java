package dev.limpet.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

@SuppressWarnings("serial")
class UnserialisableValueTest {

    private static String problemOf(Object value) {
        return problemOf(Codecs.plain(), value);
    }

    private static String problemOf(AttributeCodec codec, Object value) {
        return catchThrowableOfType(AttributeNotSerializableException.class, () -> codec.encode("cart", value))
                .getMessage();
    }

    @Test
    void namesTheWayToTheObject() {
        Cart cart = new Cart();
        cart.items.add(new Item());
        cart.items.add(new Item());
        cart.items.get(1).connection = new Socket();

        assertThat(problemOf(cart))
                .isEqualTo("attribute \"cart\" cannot be stored: Cart.items[1].connection (java.net.Socket):"
                        + " java.net.Socket is not serializable");
    }

    @Test
    void namesTheValueItself() {
        assertThat(problemOf(new Object())).contains("cannot be stored: Object (java.lang.Object):");
    }

    @Test
    void namesFieldsOfSuperclassesAndRecordsAndArrays() {
        Special special = new Special();
        special.connection = new Object[] {null, new Holder("x", new Socket())};

        assertThat(problemOf(special)).contains("Special.connection[1].content (java.net.Socket)");
    }

    @Test
    void namesFieldsOfCollectionsOfTheApplication() {
        Basket basket = new Basket();
        basket.add(new Item());
        basket.owner = new Socket();
        assertThat(problemOf(basket)).contains("Basket.owner (java.net.Socket)");

        basket.owner = null;
        basket.get(0).connection = new Socket();
        assertThat(problemOf(basket)).contains("Basket[0].connection (java.net.Socket)");
    }

    @Test
    void showsKeysThatArePlainWordsAndNoOthers() {
        assertThat(problemOf(new HashMap<>(Map.of("socket", new Socket())))).contains("HashMap{socket} (java.net.");
        assertThat(problemOf(new HashMap<>(Map.of(Thread.State.NEW, new Socket()))))
                .contains("HashMap{NEW} (java");
        assertThat(problemOf(new TreeMap<>(Map.of("a", 1, "jane@example.org", new Socket()))))
                .contains("TreeMap{value 1} (java.net.Socket)")
                .doesNotContain("jane");
        assertThat(problemOf(new HashMap<>(Map.of(new Holder("x", new Socket()), 1))))
                .contains("HashMap{key 0}.content (java.net.Socket)");
    }

    @Test
    void passesByTransientFieldsAndTellsAtLeastTheClass() {
        Secretive secretive = new Secretive();

        assertThat(problemOf(secretive))
                .contains("somewhere in " + Secretive.class.getName() + ": java.net.Socket is not serializable");
    }

    @Test
    void refusesLambdas() {
        Cart cart = new Cart();
        cart.order = (Comparator<Item> & Serializable) (a, b) -> 0;

        assertThat(problemOf(cart)).contains("Cart.order (a lambda): a lambda cannot be stored");
        cart.order = (a, b) -> 0;
        assertThat(problemOf(cart)).contains("Cart.order (a lambda): ").contains("is not serializable");
    }

    @Test
    void refusesWhatTheFilterWouldNotReadBack() {
        Cart cart = new Cart();
        cart.items.add(new Item());
        AttributeCodec strict = Codecs.filtered("java.base/*;!" + Item.class.getName());

        var problem = catchThrowableOfType(AttributeNotSerializableException.class, () -> strict.encode("cart", cart));

        assertThat(problem)
                .hasMessageContaining("Cart.items[0] (" + Item.class.getTypeName() + ")")
                .hasMessageContaining("is refused by the filter");
    }

    @Test
    void refusesWhatCouldBeWrittenAndNotBeMadeAgain() {
        Item item = new Item();
        item.connection = new Inheriting();
        assertThat(problemOf(item))
                .contains("Item.connection (" + Inheriting.class.getTypeName() + ")")
                .contains("its superclass " + Demanding.class.getName() + " is not Serializable");
        item.connection = new SelfWriting("x");
        assertThat(problemOf(item))
                .contains("Item.connection (" + SelfWriting.class.getTypeName() + ")")
                .contains("no public constructor without parameters");
    }

    @Test
    void refusesNothingElseThatCanBeMadeAgain() throws Exception {
        List<Object> values = new ArrayList<>(List.of(
                new Item(),
                new Special(),
                new Replaced(),
                new Holder("x", Thread.State.NEW),
                new Inheriting[0],
                Inheriting.class,
                SelfWriting.class,
                new Date(0),
                new IllegalStateException()));
        AttributeCodec codec = Codecs.plain();
        assertThat((List<?>) codec.decode("values", codec.encode("values", values)))
                .hasSameSizeAs(values);
    }

    @Test
    void refusesWhatIsTooBigToBeReadBack() {
        AttributeCodec strict = Codecs.filtered("maxbytes=1000");

        var problem = catchThrowableOfType(
                AttributeNotSerializableException.class,
                () -> strict.encode("cart", new ArrayList<>(List.of("x".repeat(1000)))));

        assertThat(problem).hasMessageContaining("more bytes than the limit of 1003");
    }

    @Test
    void refusesWhatIsNestedTooDeeplyForTheStack() {
        List<Object> nested = new LinkedList<>();
        for (int i = 0; i < 100_000; i++) {
            List<Object> outer = new LinkedList<>();
            outer.add(nested);
            nested = outer;
        }

        assertThat(problemOf(Codecs.filtered("maxdepth=1000000"), nested)).contains("nested too deeply");
    }

    @Test
    void writesNullForWhatHasItselfReplacedByNull() throws Exception {
        AttributeCodec codec = Codecs.plain();
        assertThat((Object[]) codec.decode("values", codec.encode("values", new Object[] {"x", new Vanishing()})))
                .containsExactly("x", null);
    }

    @Test
    void tellsTheFailureOfAClassThatWritesItself() {
        assertThat(problemOf(new Failing())).contains("java.lang.IllegalStateException: not now");
    }

    static class Cart implements Serializable {
        final List<Item> items = new ArrayList<>();
        Comparator<Item> order;
    }

    static class Item implements Serializable {
        Object connection;
    }

    static final class Special extends Item {}

    static final class Basket extends ArrayList<Item> {
        Object owner;
    }

    record Holder(String name, Object content) implements Serializable {}

    static final class Secretive implements Serializable {
        private transient Socket hidden = new Socket();

        @Serial
        private void writeObject(ObjectOutputStream out) throws IOException {
            out.writeObject(hidden);
        }
    }

    static class Demanding {
        Demanding(String something) {
            something.strip();
        }
    }

    static final class Inheriting extends Demanding implements Serializable {
        Inheriting() {
            super("x");
        }
    }

    static final class SelfWriting implements Externalizable {
        SelfWriting(String something) {
            something.strip();
        }

        @Override
        public void writeExternal(ObjectOutput out) {
            // has nothing to say
        }

        @Override
        public void readExternal(ObjectInput in) {
            // is never called
        }
    }

    /** Never written itself. */
    static final class Replaced extends Demanding implements Serializable {
        Replaced() {
            super("x");
        }

        @Serial
        private Object writeReplace() {
            return "x";
        }
    }

    static final class Vanishing implements Serializable {
        @Serial
        private Object writeReplace() {
            return null;
        }
    }

    static final class Failing implements Serializable {
        @Serial
        private void writeObject(ObjectOutputStream out) {
            throw new IllegalStateException("not now");
        }
    }
}
