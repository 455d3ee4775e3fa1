package dev.limpet.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.SignedObject;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.BadAttributeValueExpException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerialFilterTest {

    /** As somebody else than this codec would write it. */
    static byte[] foreign(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {StoredForm.VERSION, StoredForm.OBJECT, 0});
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    private static void assertRefused(AttributeCodec codec, byte[] stored, String reason) {
        assertThatThrownBy(() -> codec.decode("cart", stored))
                .isInstanceOf(AttributeUnreadableException.class)
                .hasMessageContaining("attribute \"cart\" cannot be read: ")
                .hasMessageContaining(reason);
    }

    @Test
    void refusesKnownGadgetsWithoutAnyConfiguration() throws Exception {
        var keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        var nested = new SignedObject("x", keys.getPrivate(), Signature.getInstance("SHA256withRSA"));

        assertRefused(Codecs.plain(), foreign(nested), "java.security.SignedObject is never stored");
        assertRefused(
                Codecs.plain(),
                foreign(new ArrayList<>(List.of(new BadAttributeValueExpException("x")))),
                "javax.management.BadAttributeValueExpException is never stored");
        assertRefused(
                Codecs.plain(), foreign(new BadAttributeValueExpException[0]), "javax.management.BadAttributeValueExp");
    }

    @Test
    void refusesGadgetsThatComeWithTheApplication() throws Exception {
        String name = "org.apache.commons.collections.functors.InvokerTransformer";
        CompiledClasses loader = CompiledClasses.of(
                name,
                "package org.apache.commons.collections.functors;"
                        + " public class InvokerTransformer implements java.io.Serializable {}");

        assertRefused(Codecs.of(loader), foreign(loader.newInstance(name)), name + " is never stored");
    }

    @Test
    void refusesGadgetsEvenIfThePatternAllowsThem() throws Exception {
        assertRefused(
                Codecs.filtered("javax.management.*"), foreign(new BadAttributeValueExpException("x")), "never stored");
    }

    @Test
    void readsOnlyWhatThePatternAllows() throws Exception {
        AttributeCodec strict = Codecs.filtered(" java.util.Date ;\n java.lang.*; !* ");

        assertThat(strict.decode("cart", foreign(new Date(5)))).isEqualTo(new Date(5));
        assertRefused(strict, foreign(new ArrayList<>()), "java.util.ArrayList is refused by the filter");
        assertRefused(strict, foreign(new ArrayList<?>[0]), "java.util.ArrayList;");
    }

    @Test
    void holdsItsLimitsWithoutAnyConfiguration() throws Exception {
        assertRefused(Codecs.plain(), foreign(nested(502)), "refused by the filter (depth 501");
        assertRefused(Codecs.plain(), foreign(new boolean[16_777_217]), "array of 16777217");
        assertThatCode(() -> Codecs.plain().decode("cart", foreign(nested(490))))
                .doesNotThrowAnyException();
    }

    @Test
    void holdsTheOtherLimitsBesideAPattern() throws Exception {
        AttributeCodec strict = Codecs.filtered("maxdepth=10;java.**");

        assertRefused(strict, foreign(nested(12)), "refused by the filter (depth 11");
        assertRefused(strict, foreign(new boolean[16_777_217]), "array of 16777217");
    }

    @Test
    void letsThePatternRaiseALimit() throws Exception {
        AttributeCodec lenient = Codecs.filtered("maxarray=20000000");

        assertThat(lenient.decode("cart", foreign(new boolean[16_777_217]))).isNotNull();
    }

    @Test
    void refusesAHashBombByItsDepth() throws Exception {
        Set<Object> bomb = new HashSet<>();
        Set<Object> left = bomb;
        Set<Object> right = new HashSet<>();
        for (int i = 0; i < 25; i++) {
            Set<Object> nextLeft = new HashSet<>(Set.of("x"));
            Set<Object> nextRight = new HashSet<>();
            left.add(nextLeft);
            left.add(nextRight);
            right.add(nextLeft);
            right.add(nextRight);
            left = nextLeft;
            right = nextRight;
        }

        assertRefused(Codecs.filtered("maxdepth=20"), foreign(bomb), "refused by the filter (depth 21");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "maxdepth=many",
                "maxdeep=3",
                "com.acme.*,java.**",
                "com.acme .Foo",
                "com.acme.*!java.*",
                "a*b.*",
                "!"
            })
    void namesAttributeAndValueOfABadPattern(String pattern) {
        assertThatThrownBy(() -> SerialFilter.of(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("serialFilter=\"" + pattern + "\": ");
    }

    @Test
    void takesNoPatternForNone() {
        assertThat(SerialFilter.of(" ").maxBytes())
                .isEqualTo(SerialFilter.of(null).maxBytes())
                .isEqualTo(64 << 20);
        assertThat(SerialFilter.of("maxbytes=1000; maxbytes=500").maxBytes()).isEqualTo(500);
    }

    @Test
    void letsOrdinaryValuesPass() throws Exception {
        Object value = new HashMap<>(Map.of("java.rmi", new Date(1), "n", new ArrayList<>(List.of(1L, 2.0))));

        assertThat(Codecs.plain().decode("cart", foreign(value))).isEqualTo(value);
    }

    private static Object nested(int depth) {
        Object nested = "core";
        for (int i = 0; i < depth - 1; i++) {
            nested = new Object[] {nested};
        }
        return nested;
    }
}
