package dev.limpet.session.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What change detection may rely on: which encodings of an unchanged value are equal. */
@SuppressWarnings("serial")
class RoundtripStabilityTest {

    private final AttributeCodec codec = Codecs.plain();

    /** Where even a decoded copy is encoded as the original was. */
    static Stream<Object> stable() {
        String shared = "shared";
        return Stream.of(
                new Bean("a", 1, new Date(7), null),
                new Bean(shared, 1, new Date(7), new Bean(shared, 2, null, null)),
                new Bean(new String("twin"), 1, null, new Bean(new String("twin"), 2, null, null)),
                cyclic(),
                new ArrayList<>(List.of(1, "a", 1000, new Date(3))),
                new LinkedList<>(List.of("x", "y")),
                new ArrayDeque<>(List.of("x", "y")),
                Arrays.asList("x", shared, shared),
                new Object[] {1, "a", new int[] {1}, new long[][] {{1}, {2, 3}}},
                new TreeMap<>(Map.of("b", 1, "a", 2)),
                new EnumMap<>(Map.of(TimeUnit.DAYS, 1, TimeUnit.HOURS, 2)),
                Collections.unmodifiableList(new ArrayList<>(List.of(1))),
                fill(new HashMap<>(), 3),
                fill(new LinkedHashMap<>(), 11),
                BitSet.valueOf(new long[] {77}),
                Locale.GERMANY);
    }

    /** Where it is not: they write a capacity that is not the one they get when they are read, and their order depends on it. */
    static Stream<Object> unstable() {
        return Stream.of(
                fill(new HashMap<>(100), 3),
                fill(new HashMap<>(), 12),
                fill(new LinkedHashMap<>(), 24),
                shrunk(),
                new HashSet<>(List.of("a")),
                new ArrayList<>(List.of(fill(new HashMap<>(2), 1))),
                fill(new Hashtable<>(), 3));
    }

    static Stream<Object> all() {
        return Stream.concat(
                Stream.concat(stable(), unstable()),
                Stream.of(
                        fill(new ConcurrentHashMap<>(), 100),
                        fill(new HashMap<>(), 1000),
                        identityKeys(),
                        Map.of(1, 2, 3, 4, 5, 6)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void encodesAnUnchangedObjectAlike(Object value) throws AttributeException {
        assertThat(codec.encode("a", value)).isEqualTo(codec.encode("a", value));
        assertThat(Fingerprint.of(codec.encode("a", value))).isEqualTo(Fingerprint.of(codec.encode("a", value)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void encodesADecodedObjectAlikeFromThenOn(Object value) throws AttributeException {
        Object decoded = codec.decode("a", codec.encode("a", value));

        byte[] baseline = codec.encode("a", decoded);
        read(decoded);

        assertThat(codec.encode("a", decoded)).isEqualTo(baseline);
    }

    @ParameterizedTest
    @MethodSource("stable")
    void encodesADecodedCopyAlike(Object value) throws AttributeException {
        byte[] stored = codec.encode("a", value);

        assertThat(codec.encode("a", codec.decode("a", stored))).isEqualTo(stored);
    }

    @ParameterizedTest
    @MethodSource("unstable")
    void encodesADecodedCopyOfAHashTableDifferently(Object value) throws AttributeException {
        byte[] stored = codec.encode("a", value);

        assertThat(codec.encode("a", codec.decode("a", stored))).isNotEqualTo(stored);
    }

    @Test
    void seesEveryChange() throws AttributeException {
        Bean bean = new Bean("a", 1, new Date(7), new Bean("b", 2, null, null));
        Fingerprint before = Fingerprint.of(codec.encode("a", bean));

        bean.next.count++;
        Fingerprint counted = Fingerprint.of(codec.encode("a", bean));
        bean.when.setTime(8);
        Fingerprint moved = Fingerprint.of(codec.encode("a", bean));
        bean.next.count--;
        bean.when.setTime(7);

        assertThat(Set.of(before, counted, moved)).hasSize(3);
        assertThat(Fingerprint.of(codec.encode("a", bean))).isEqualTo(before);
    }

    private static void read(Object value) {
        assertThat(value.toString()).isNotNull();
        assertThat(value.hashCode()).isEqualTo(value.hashCode());
    }

    private static Map<String, Object> fill(Map<String, Object> map, int size) {
        for (int i = 0; i < size; i++) {
            map.put("key " + i * 31, i);
        }
        return map;
    }

    private static Map<String, Object> shrunk() {
        Map<String, Object> map = fill(new HashMap<>(), 20);
        map.keySet().retainAll(Set.of("key 0"));
        return map;
    }

    private static Map<Object, Object> identityKeys() {
        Map<Object, Object> map = new IdentityHashMap<>();
        for (int i = 0; i < 50; i++) {
            map.put(new Date(i), i);
        }
        return map;
    }

    private static Bean cyclic() {
        Bean bean = new Bean("a", 1, null, null);
        bean.next = bean;
        return bean;
    }

    static final class Bean implements Serializable {
        private final String name;
        private final Date when;
        private int count;
        private Bean next;

        Bean(String name, int count, Date when, Bean next) {
            this.name = name;
            this.count = count;
            this.when = when;
            this.next = next;
        }

        @Override
        public String toString() {
            return "bean " + name;
        }
    }
}
