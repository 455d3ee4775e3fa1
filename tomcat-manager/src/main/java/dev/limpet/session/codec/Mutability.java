package dev.limpet.session.codec;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Whether a value can be changed in place. A true is sure: what is stored of the value stays the same for as long as it lives. Everything that is not
 * known counts as mutable. What is found out about a class is held by the class itself, so no application's class is kept.
 */
public final class Mutability {

    private static final int DEEPEST = 8;
    private static final int LARGEST_COLLECTION = 32;

    /** Exactly these classes; some of them have subclasses, which may be anything. */
    private static final Set<Class<?>> IMMUTABLE = Set.of(
            Boolean.class,
            Byte.class,
            Short.class,
            Character.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            String.class,
            BigDecimal.class,
            BigInteger.class,
            Class.class,
            Currency.class,
            Duration.class,
            File.class,
            Instant.class,
            LocalDate.class,
            LocalDateTime.class,
            LocalTime.class,
            Locale.class,
            MonthDay.class,
            OffsetDateTime.class,
            OffsetTime.class,
            Pattern.class,
            Period.class,
            URI.class,
            URL.class,
            UUID.class,
            Year.class,
            YearMonth.class,
            ZonedDateTime.class);

    /** The JDK's collections that cannot be changed, which have no names of their own. */
    private static final Set<Class<?>> FIXED_COLLECTIONS = Set.of(
            List.of().getClass(),
            List.of(0).getClass(),
            Set.of().getClass(),
            Set.of(0).getClass(),
            Map.of().getClass(),
            Map.of(0, 0).getClass(),
            Collections.emptyList().getClass(),
            Collections.emptySet().getClass(),
            Collections.emptyMap().getClass());

    private static final ClassValue<Judge> JUDGES = new ClassValue<>() {
        @Override
        protected Judge computeValue(Class<?> type) {
            return judgeOf(type);
        }
    };

    /** Judges one value of a class. */
    @FunctionalInterface
    interface Judge {
        boolean isImmutable(Object value, int depth);
    }

    private Mutability() {}

    /** Whether the value, with all that is stored of it, can never change. */
    public static boolean isImmutable(Object value) {
        return isImmutable(value, 0);
    }

    static boolean isImmutable(Object value, int depth) {
        return value == null || depth <= DEEPEST && JUDGES.get(value.getClass()).isImmutable(value, depth);
    }

    /** An enum constant is stored by its name alone, whatever fields it has. */
    private static Judge judgeOf(Class<?> type) {
        if (IMMUTABLE.contains(type) || Enum.class.isAssignableFrom(type) || ZoneId.class.isAssignableFrom(type)) {
            return (value, depth) -> true;
        }
        if (FIXED_COLLECTIONS.contains(type)) {
            return Map.class.isAssignableFrom(type) ? Mutability::isFixedMap : Mutability::isFixedCollection;
        }
        return type.isRecord() ? RecordJudge.of(type) : (value, depth) -> false;
    }

    private static boolean isFixedCollection(Object value, int depth) {
        Collection<?> elements = (Collection<?>) value;
        return elements.size() <= LARGEST_COLLECTION && areImmutable(elements, depth);
    }

    private static boolean isFixedMap(Object value, int depth) {
        Map<?, ?> map = (Map<?, ?>) value;
        return map.size() <= LARGEST_COLLECTION
                && areImmutable(map.keySet(), depth)
                && areImmutable(map.values(), depth);
    }

    private static boolean areImmutable(Collection<?> elements, int depth) {
        for (Object element : elements) {
            if (!isImmutable(element, depth + 1)) {
                return false;
            }
        }
        return true;
    }
}
