package dev.limpet.session.codec;

import java.io.ObjectInputFilter;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What may be read from stored bytes: limits on depth, number, arrays and size, which always hold; no class of {@link RefusedClasses}; and what the
 * user's pattern (that of JEP 290) and the filter of the JVM allow. A limit in the pattern replaces the default of that limit.
 */
public final class SerialFilter {

    /** A depth of 1000 can overflow the usual stack of 1 MB, as long as the reading code is interpreted. */
    private static final String DEFAULT_LIMITS = "maxdepth=500;maxrefs=10000000;maxarray=16777216;maxbytes=67108864";

    private static final Pattern ENTRY = Pattern.compile("max(depth|refs|array|bytes)=\\d+|!?[^\\s,=;!*]*\\*{0,2}");

    private final ObjectInputFilter pattern;
    private final long maxBytes;
    private final long maxDepth;
    private final long maxReferences;
    private final long maxArray;

    /** By class, whether and why it is refused; held by the classes themselves, so that they can go. */
    private final ClassValue<Optional<String>> refusals = new ClassValue<>() {
        @Override
        protected Optional<String> computeValue(Class<?> type) {
            return Optional.ofNullable(judge(type));
        }
    };

    private SerialFilter(String pattern) {
        this.pattern = ObjectInputFilter.Config.createFilter(pattern);
        this.maxBytes = limit(pattern, "maxbytes=");
        this.maxDepth = limit(pattern, "maxdepth=");
        this.maxReferences = limit(pattern, "maxrefs=");
        this.maxArray = limit(pattern, "maxarray=");
    }

    private static long limit(String pattern, String name) {
        return Arrays.stream(pattern.split(";"))
                .filter(entry -> entry.startsWith(name))
                .mapToLong(entry -> Long.parseLong(entry.substring(name.length())))
                .reduce(0, (earlier, later) -> later);
    }

    /**
     * @param pattern the attribute {@code serialFilter}; null or blank: limits only
     * @throws IllegalArgumentException naming attribute and value
     */
    public static SerialFilter of(String pattern) {
        if (pattern == null || pattern.isBlank()) {
            return new SerialFilter(DEFAULT_LIMITS);
        }
        try {
            return new SerialFilter(DEFAULT_LIMITS + ';' + normalise(pattern));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "serialFilter=\"" + pattern + "\": " + e.getMessage()
                            + "; expected entries like com.example.**, !org.example.Foo, maxdepth=20, separated by semicolons",
                    e);
        }
    }

    private static String normalise(String pattern) {
        return Arrays.stream(pattern.split(";"))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(SerialFilter::checkEntry)
                .collect(Collectors.joining(";"));
    }

    private static String checkEntry(String entry) {
        if (!ENTRY.matcher(entry).matches()) {
            throw new IllegalArgumentException("not a pattern: \"" + entry + '"');
        }
        return entry;
    }

    long maxBytes() {
        return maxBytes;
    }

    /** How many objects may lie in one another. The JVM's own filter may allow less. */
    long maxDepth() {
        return maxDepth;
    }

    /** How many objects, nulls, repetitions and descriptions of classes there may be in all. */
    long maxReferences() {
        return maxReferences;
    }

    /** How long an array may be. */
    long maxArray() {
        return maxArray;
    }

    /** Why objects of this class must not be stored, or null. */
    String refusal(Class<?> type) {
        return refusals.get(type).orElse(null);
    }

    private String judge(Class<?> type) {
        String refusal = RefusedClasses.refusal(type);
        if (refusal != null) {
            return refusal;
        }
        boolean rejected = withJvmFilter().checkInput(new ClassOnly(type)) == ObjectInputFilter.Status.REJECTED;
        return rejected ? type.getName() + " is refused by the filter" : null;
    }

    /** A filter for one reading. */
    Guard guard() {
        return new Guard();
    }

    /** Setting a filter on a stream replaces that of the JVM, so it is merged. */
    private ObjectInputFilter withJvmFilter() {
        ObjectInputFilter ofJvm = ObjectInputFilter.Config.getSerialFilter();
        return ofJvm == null ? pattern : ObjectInputFilter.merge(pattern, ofJvm);
    }

    /** Filters one stream and remembers what it refused. */
    final class Guard implements ObjectInputFilter {

        private final ObjectInputFilter filter = withJvmFilter();
        private String refusal;

        /** What was refused, or null. */
        String refusal() {
            return refusal;
        }

        @Override
        public Status checkInput(FilterInfo info) {
            String refused = info.serialClass() == null ? null : SerialFilter.this.refusal(info.serialClass());
            if (refused == null && filter.checkInput(info) == Status.REJECTED) {
                refused = describe(info);
            }
            refusal = refused == null ? refusal : refused;
            return refused == null ? Status.UNDECIDED : Status.REJECTED;
        }

        private String describe(FilterInfo info) {
            String what =
                    info.serialClass() == null ? "it " : info.serialClass().getName() + ' ';
            String array = info.arrayLength() < 0 ? "" : ", array of " + info.arrayLength();
            return what + "is refused by the filter (depth " + info.depth() + ", object " + info.references()
                    + ", byte " + info.streamBytes() + array + ')';
        }
    }

    /** The question whether a class is allowed, all limits apart. */
    private record ClassOnly(Class<?> serialClass) implements ObjectInputFilter.FilterInfo {

        @Override
        public long arrayLength() {
            return -1;
        }

        @Override
        public long depth() {
            return 1;
        }

        @Override
        public long references() {
            return 1;
        }

        @Override
        public long streamBytes() {
            return 0;
        }
    }
}
