package dev.limpet.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatCodecTest {

    private final AttributeCodec codec = Codecs.plain();

    static Stream<Object> values() {
        return Stream.of(
                "",
                "plain",
                "Gr\u00fc\u00dfe",
                "20 \u20ac",
                "\ud83d\udc1a shell",
                "lone \ud83d half",
                "other half \udc1a",
                "end \ud83d",
                "x".repeat(100_000),
                true,
                false,
                (byte) -1,
                (short) -2,
                '\u20ac',
                Integer.MIN_VALUE,
                Long.MAX_VALUE,
                -0.0f,
                Double.NaN,
                new byte[] {1, 2, 3},
                new int[] {1, 2, 3},
                new String[][] {{"a"}, {}},
                new Date(0),
                UUID.randomUUID(),
                LocalDate.of(2024, 2, 29),
                Thread.State.BLOCKED,
                int.class,
                String[].class,
                new ArrayList<>(List.of("a", 1, 2L)),
                new HashMap<>(Map.of("a", List.of(1, 2), "b", Map.of())));
    }

    @ParameterizedTest
    @MethodSource("values")
    void givesBackEveryKindOfValue(Object value) throws AttributeException {
        Object decoded = codec.decode("a", codec.encode("a", value));

        assertThat(decoded).isEqualTo(value).hasSameClassAs(value);
    }

    @Test
    void writesSimpleValuesWithoutAnObjectStream() throws AttributeException {
        assertThat(codec.encode("a", "caf\u00e9")).hasSize(StoredForm.HEADER_LENGTH + 4);
        assertThat(codec.encode("a", "20 \u20ac")).hasSize(StoredForm.HEADER_LENGTH + 6);
        assertThat(codec.encode("a", "\ud83d\udc1a")).hasSize(StoredForm.HEADER_LENGTH + 4);
        assertThat(codec.encode("a", 7)).hasSize(StoredForm.HEADER_LENGTH + 4);
        assertThat(codec.encode("a", true)).hasSize(StoredForm.HEADER_LENGTH + 1);
        assertThat(codec.encode("a", new byte[9])).hasSize(StoredForm.HEADER_LENGTH + 9);
    }

    @Test
    void doesNotShareItsBytesWithTheValue() throws AttributeException {
        byte[] value = {1, 2, 3};
        byte[] stored = codec.encode("a", value);
        value[0] = 9;

        assertThat(codec.decode("a", stored)).isEqualTo(new byte[] {1, 2, 3});
    }

    @Test
    void tellsTheFlagsOfAnObjectWithoutDecodingIt() throws AttributeException {
        AttributeCodec flagging = new FormatCodec(
                new JavaFormat(() -> null, SerialFilter.of(null)), value -> value instanceof Date ? 127 : 2);

        assertThat(StoredForm.flags(flagging.encode("a", new Date()))).isEqualTo(127);
        assertThat(StoredForm.flags(flagging.encode("a", new ArrayList<>()))).isEqualTo(2);
        assertThat(StoredForm.flags(flagging.encode("a", "text"))).isZero();
    }

    @Test
    void findsNoFlagsInBytesThatAreNoValue() {
        assertThat(StoredForm.flags(new byte[0])).isZero();
        assertThat(StoredForm.flags(new byte[] {9, 0, 5})).isZero();
        assertThat(StoredForm.flags(new byte[] {1, 0, (byte) 0x85})).isZero();
    }

    @Test
    void refusesFlagsThatItHasNoRoomFor() {
        AttributeCodec flagging = new FormatCodec(new JavaFormat(() -> null, SerialFilter.of(null)), value -> 128);

        assertThatThrownBy(() -> flagging.encode("a", new Date())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesTheAttributeWhenBytesAreNoStoredValue() {
        for (byte[] bytes :
                new byte[][] {{}, {1, 0}, {2, 0, 0, 1}, {1, 99, 0, 1}, {1, 8, 0, 1, 2}, {1, 0, 0, 1, 2, 3}}) {
            assertThatThrownBy(() -> codec.decode("cart", bytes))
                    .as(Arrays.toString(bytes))
                    .isInstanceOf(AttributeUnreadableException.class)
                    .hasMessageStartingWith("attribute \"cart\" cannot be read: ")
                    .extracting(e -> ((AttributeException) e).attribute())
                    .isEqualTo("cart");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 10, 40})
    void refusesTruncatedObjects(int length) throws AttributeException {
        byte[] stored = codec.encode("a", new ArrayList<>(List.of("one", "two")));

        assertThatThrownBy(() -> codec.decode("a", Arrays.copyOf(stored, length)))
                .isInstanceOf(AttributeUnreadableException.class);
    }

    @Test
    void writesObjectsInAnotherFormatWithTheSameHeader() throws AttributeException {
        AttributeCodec other = new FormatCodec(new Dates(), value -> 3);

        byte[] stored = other.encode("a", new Date(77));

        assertThat(stored).containsExactly(StoredForm.VERSION, 0, 3, 77);
        assertThat(other.decode("a", stored)).isEqualTo(new Date(77));
    }

    private static final class Dates implements ObjectFormat {
        @Override
        public boolean write(Object value, OutputStream out) throws IOException {
            out.write((int) ((Date) value).getTime());
            return false;
        }

        @Override
        public Object read(InputStream in) throws IOException {
            return new Date(in.read());
        }
    }
}
