package dev.limpet.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningCodecTest {

    private static final String FIRST = "0123456789abcdef";
    private static final String SECOND = "fedcba9876543210";

    private final AttributeCodec signing = Codecs.signed(FIRST);

    private static void assertRefused(AttributeCodec codec, String name, byte[] stored) {
        assertThatThrownBy(() -> codec.decode(name, stored))
                .isInstanceOf(AttributeUnreadableException.class)
                .hasMessageContaining("signingKey");
    }

    @Test
    void givesBackSignedValues() throws AttributeException {
        for (Object value : List.of("text", 7, new Date(5), new ArrayList<>(List.of(1)))) {
            assertThat(signing.decode("a", signing.encode("a", value))).isEqualTo(value);
            assertThat(signing.decode("a", signing.encodeSettled("a", value))).isEqualTo(value);
        }
    }

    @Test
    void refusesEveryChangedByte() throws AttributeException {
        byte[] stored = signing.encode("a", new Date(5));
        for (int i = 0; i < stored.length; i++) {
            byte[] changed = stored.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> signing.decode("a", changed)).isInstanceOf(AttributeUnreadableException.class);
        }
    }

    @Test
    void refusesTruncatedAndExtendedBytes() throws AttributeException {
        byte[] stored = signing.encode("a", new byte[100]);

        assertRefused(signing, "a", Arrays.copyOf(stored, stored.length - 1));
        assertRefused(signing, "a", Arrays.copyOf(stored, stored.length + 1));
        assertThatThrownBy(() -> signing.decode("a", Arrays.copyOf(stored, 20)))
                .isInstanceOf(AttributeUnreadableException.class);
    }

    @Test
    void refusesUnsignedValues() throws AttributeException {
        byte[] unsigned = Codecs.plain().encode("a", "text");

        assertThatThrownBy(() -> signing.decode("a", unsigned))
                .isInstanceOf(AttributeUnreadableException.class)
                .hasMessage("attribute \"a\" cannot be read: it is not signed, and signingKey is set");
    }

    @Test
    void refusesAValueOfAnotherAttribute() throws AttributeException {
        assertRefused(signing, "admin", signing.encode("guest", true));
    }

    @Test
    void refusesAValueOfAnotherContext() throws AttributeException {
        byte[] stored = signing.boundTo("one").encode("a", true);

        assertThat(signing.boundTo("one").decode("a", stored)).isEqualTo(true);
        assertRefused(signing.boundTo("two"), "a", stored);
        assertRefused(signing, "a", stored);
    }

    @Test
    void tellsContextAndNameApart() throws AttributeException {
        assertRefused(signing.boundTo("a"), "bc", signing.boundTo("ab").encode("c", true));
    }

    @Test
    void verifiesWithEveryKeyAndSignsWithTheFirst() throws AttributeException {
        byte[] old = signing.encode("a", "text");
        AttributeCodec rotating = Codecs.signed(SECOND + " , " + FIRST);

        assertThat(rotating.decode("a", old)).isEqualTo("text");
        byte[] renewed = rotating.encode("a", "text");
        assertThat(Codecs.signed(SECOND).decode("a", renewed)).isEqualTo("text");
        assertRefused(Codecs.signed(SECOND), "a", old);
    }

    @Test
    void readsSignedValuesWhenSigningHasBeenGivenUp() throws AttributeException {
        assertThat(Codecs.plain().decode("a", signing.encode("a", "text"))).isEqualTo("text");
        assertThat(Codecs.plain().decode("a", signing.encode("a", new Date(5)))).isEqualTo(new Date(5));
    }

    @Test
    void keepsTheFlags() throws AttributeException {
        AttributeCodec flagging = SigningKeys.parse(FIRST)
                .sign(new FormatCodec(new JavaFormat(() -> null, SerialFilter.of(null)), value -> 5));

        assertThat(StoredForm.flags(flagging.encode("a", new Date()))).isEqualTo(5);
    }

    @Test
    void givesTheSameBytesAgain() throws AttributeException {
        assertThat(signing.encode("a", "text")).isEqualTo(signing.encode("a", "text"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "0123456789abcdef,short", "0123456789abcdef,", ",0123456789abcdef"})
    void namesTheAttributeAndNeverTheKeyWhenAKeyIsTooShort(String keys) {
        assertThatThrownBy(() -> SigningKeys.parse(keys))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("signingKey: key \\d of \\d has \\d bytes, expected are 16 or more");
    }

    @Test
    void signsNothingWithoutAKey() {
        AttributeCodec codec = Codecs.plain();

        assertThat(SigningKeys.parse(null).sign(codec)).isSameAs(codec);
        assertThat(SigningKeys.parse("  ").sign(codec)).isSameAs(codec);
    }
}
