package dev.limpet.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.session.codec.AttributeCodec;
import dev.limpet.session.codec.AttributeException;
import dev.limpet.session.codec.AttributeInMotionException;
import dev.limpet.session.codec.AttributeNotSerializableException;
import dev.limpet.session.codec.AttributeUnreadableException;
import dev.limpet.session.codec.CompiledClasses;
import dev.limpet.session.codec.FormatCodec;
import dev.limpet.session.codec.JavaFormat;
import dev.limpet.session.codec.NamedFormat;
import dev.limpet.session.codec.SerialFilter;

/** Values in the formats of Redisson's codecs. */
class RedissonFormatTest {

    private static final String JACKSON = "org.redisson.codec.JsonJacksonCodec";
    private static final String KRYO = "org.redisson.codec.Kryo5Codec";
    private static final ClassLoader LOADER = RedissonFormatTest.class.getClassLoader();

    static final class Cart implements Serializable {
        private static final long serialVersionUID = 1L;

        private String owner;
        private List<String> items = new ArrayList<>();
        private Date since = new Date(77);

        Cart() {}

        Cart(String owner, String... items) {
            this.owner = owner;
            this.items.addAll(List.of(items));
        }

        @Override
        public String toString() {
            return owner + items + since.getTime();
        }
    }

    record Seat(String row, int number) implements Serializable {}

    /** Can be written, and not be made again. */
    static final class Sealed implements Serializable {
        private static final long serialVersionUID = 1L;

        private final String text;

        Sealed(String text) {
            this.text = text.strip();
        }
    }

    /** Somebody adds to it whenever it is looked through. */
    static final class Restless extends LinkedList<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<String> iterator() {
            Iterator<String> iterator = super.iterator();
            modCount++;
            return iterator;
        }
    }

    private static JavaFormat java() {
        return new JavaFormat(() -> LOADER, SerialFilter.of(null));
    }

    private static AttributeCodec codec(String name) {
        return new FormatCodec(java(), new NamedFormat(name, RedissonFormat.of(name, LOADER)), value -> 0);
    }

    static Stream<Arguments> values() {
        return Stream.of(JACKSON, KRYO).flatMap(codec -> Stream.of(
                        new Cart("ann", "shell", "rock"),
                        new Seat("F", 12),
                        new ArrayList<>(List.of("a", 1, 2L, new Seat("A", 1))),
                        new HashMap<>(Map.of("cart", "x", "n", List.of(1, 2))),
                        new HashSet<>(List.of("b", "a")),
                        List.of("one", "two", "three"),
                        new Date(5),
                        new UUID(3, 4),
                        Thread.State.BLOCKED,
                        new int[] {1, 2},
                        "lone \ud83d half")
                .map(value -> Arguments.of(codec, value)));
    }

    @ParameterizedTest
    @MethodSource("values")
    void givesBackWhatItHasWritten(String name, Object value) throws AttributeException {
        AttributeCodec codec = codec(name);

        Object decoded = codec.decode("a", codec.encode("a", value));

        assertThat(decoded).usingRecursiveComparison().isEqualTo(value);
        if (!name.equals(JACKSON) || !(value instanceof List)) {
            assertThat(decoded).hasSameClassAs(value);
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void encodesADecodedObjectAlikeFromThenOn(String name, Object value) throws AttributeException {
        AttributeCodec codec = codec(name);
        Object decoded = codec.decode("a", codec.encode("a", value));

        byte[] baseline = codec.encode("a", decoded);

        assertThat(codec.encode("a", decoded)).isEqualTo(baseline);
    }

    @ParameterizedTest
    @ValueSource(strings = {JACKSON, KRYO})
    void seesAChangeInPlace(String name) throws AttributeException {
        AttributeCodec codec = codec(name);
        Cart cart = new Cart("ann", "shell");
        byte[] before = codec.encode("a", cart);

        cart.items.add("rock");
        byte[] more = codec.encode("a", cart);
        cart.items.remove("rock");
        cart.since.setTime(78);
        byte[] later = codec.encode("a", cart);
        cart.since.setTime(77);

        assertThat(more).isNotEqualTo(before).isNotEqualTo(later);
        assertThat(later).isNotEqualTo(before);
        assertThat(codec.encode("a", cart)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {JACKSON, KRYO})
    void readsWhatJavaHasWritten(String name) throws AttributeException {
        byte[] stored = new FormatCodec(java(), value -> 0).encode("a", new Cart("ann", "shell"));

        assertThat(codec(name).decode("a", stored)).hasToString("ann[shell]77");
    }

    @Test
    void refusesWhatAnotherCodecHasWrittenAndNamesIt() throws AttributeException {
        byte[] stored = codec(JACKSON).encode("cart", new Cart("ann"));

        assertThatThrownBy(() -> codec(KRYO).decode("cart", stored))
                .isInstanceOf(AttributeUnreadableException.class)
                .hasMessageContainingAll("\"cart\"", JACKSON, KRYO);
        assertThatThrownBy(() -> new FormatCodec(java(), value -> 0).decode("cart", stored))
                .isInstanceOf(AttributeUnreadableException.class)
                .hasMessageContainingAll("\"cart\"", JACKSON, "codec=\"java\"");
    }

    @Test
    void refusesToWriteWhatItCouldNotRead() {
        assertThatThrownBy(() -> codec(JACKSON).encode("a", new Sealed("x")))
                .isInstanceOf(AttributeNotSerializableException.class)
                .hasMessageContainingAll("\"a\"", "cannot read back", Sealed.class.getName());
    }

    @ParameterizedTest
    @ValueSource(strings = {JACKSON, KRYO})
    void refusesAnObjectThatHoldsItself(String name) {
        List<Object> circle = new ArrayList<>();
        circle.add(circle);

        assertThatThrownBy(() -> codec(name).encode("a", circle)).isInstanceOf(AttributeNotSerializableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {JACKSON, KRYO})
    void tellsAValueThatIsBeingChangedFromOneThatCannotBeStored(String name) {
        Restless restless = new Restless();
        restless.add("x");

        assertThatThrownBy(() -> codec(name).encode("a", restless))
                .isInstanceOf(AttributeInMotionException.class)
                .hasRootCauseInstanceOf(ConcurrentModificationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {JACKSON, KRYO})
    void namesTheAttributeWhenBytesAreDamaged(String name) throws AttributeException {
        byte[] stored = codec(name).encode("cart", new Cart("ann", "shell"));

        assertThatThrownBy(() -> codec(name).decode("cart", Arrays.copyOf(stored, stored.length - 9)))
                .isInstanceOf(AttributeUnreadableException.class)
                .hasMessageStartingWith("attribute \"cart\" cannot be read: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {JACKSON, KRYO})
    void letsGoOfTheApplicationsClasses(String name) throws Exception {
        WeakReference<ClassLoader> application = new WeakReference<>(readAndWriteAsAnApplication(name));

        await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            return application.get() == null;
        });
    }

    private static ClassLoader readAndWriteAsAnApplication(String name) throws Exception {
        CompiledClasses application = CompiledClasses.of(
                "app.Thing", "package app; public class Thing implements java.io.Serializable { public int n = 7; }");
        AttributeCodec codec =
                new FormatCodec(java(), new NamedFormat(name, RedissonFormat.of(name, application)), value -> 0);
        Object thing = application.loadClass("app.Thing").getConstructor().newInstance();
        codec.decode("a", codec.encode("a", new ArrayList<>(List.of(thing))));
        return application;
    }

    // ---------------------------------------------------------------------------------------- codecs that cannot be
    // used

    @Test
    void saysWhichClassACodecLacks() {
        assertThatThrownBy(() -> RedissonFormat.of("org.redisson.codec.CborJacksonCodec", LOADER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "codec=\"org.redisson.codec.CborJacksonCodec\"",
                        "com.fasterxml.jackson.dataformat.cbor.CBORFactory",
                        "lib/");
    }

    @Test
    void saysThatThereIsNoSuchCodec() {
        assertThatThrownBy(() -> RedissonFormat.of("org.redisson.codec.NoSuchCodec", LOADER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("codec=\"org.redisson.codec.NoSuchCodec\"", "no such class");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.redisson.client.codec.StringCodec",
                "org.redisson.client.codec.ByteArrayCodec",
                "org.redisson.codec.TypedJsonJacksonCodec",
                "java.util.ArrayList"
            })
    void refusesWhatIsNoCodecForObjects(String name) {
        assertThatThrownBy(() -> RedissonFormat.of(name, LOADER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("codec=\"" + name + "\" cannot be used: it is no codec for objects");
    }

    @Test
    void knowsTheJdksSerialisationByItsOtherName() {
        assertThat(RedissonFormat.isJavaSerialisation("org.redisson.codec.SerializationCodec"))
                .isTrue();
        assertThat(RedissonFormat.isJavaSerialisation(KRYO)).isFalse();
    }
}
