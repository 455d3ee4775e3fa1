package dev.limpet.session.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MutabilityTest {

    static Stream<Object> immutable() {
        return Stream.of(
                "x",
                1,
                'c',
                true,
                TimeUnit.DAYS,
                WithBody.A,
                Instant.EPOCH,
                Duration.ZERO,
                ZoneOffset.UTC,
                ZoneId.of("Europe/Berlin"),
                ZonedDateTime.now(),
                UUID.randomUUID(),
                BigDecimal.ONE,
                BigInteger.TWO,
                URI.create("a:b"),
                Locale.ROOT,
                String.class,
                List.of(),
                List.of(1, "a"),
                List.of(1, 2, 3),
                Stream.of(1, null).toList(),
                Set.of("a"),
                Map.of("a", List.of(1)),
                Collections.emptyMap(),
                new Point(1, 2),
                new Box(new Box(null)),
                new Box(List.of(new Point(3, 4))));
    }

    static Stream<Object> mutable() {
        return Stream.of(
                new Date(),
                new int[0],
                new byte[1],
                new Object(),
                new ArrayList<>(),
                new HashMap<>(),
                Arrays.asList(1, 2),
                Collections.unmodifiableList(new ArrayList<>()),
                new AtomicInteger(),
                new StringBuilder(),
                new BigDecimal("1") {
                    private static final long serialVersionUID = 1L;
                },
                List.of(new Date()),
                Map.of("a", new int[0]),
                Map.of(new Box(new Date()), 1),
                new Box(new Date()),
                new Box(List.of(new Box(new int[0]))),
                List.copyOf(IntStream.range(0, 100).boxed().toList()),
                chain(100));
    }

    @ParameterizedTest
    @MethodSource("immutable")
    void isSureOf(Object value) {
        assertThat(Mutability.isImmutable(value)).isTrue();
        assertThat(Mutability.isImmutable(value)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("mutable")
    void isNotSureOf(Object value) {
        assertThat(Mutability.isImmutable(value)).isFalse();
        assertThat(Mutability.isImmutable(value)).isFalse();
    }

    private static Box chain(int length) {
        Box box = new Box(null);
        for (int i = 0; i < length; i++) {
            box = new Box(box);
        }
        return box;
    }

    record Point(int x, long y) implements Serializable {}

    /** With an accessor that lies. */
    record Box(Object content) implements Serializable {
        @Override
        public Object content() {
            return "constant";
        }
    }

    enum WithBody {
        A {
            @Override
            public String toString() {
                return "a";
            }
        }
    }
}
