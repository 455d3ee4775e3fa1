package dev.limpet.benchmarks;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A session manager that is measured, as its own documentation says it is installed.
 *
 * @param name on the command line
 * @param title in the tables
 * @param attributes further attributes of the Manager element, as in XML
 * @param jvmOptions further options of its JVM
 */
record Contender(String name, String title, Kind kind, String attributes, List<String> jvmOptions) {
    static final Contender STANDARD = standard();
    /** A machine that is busy with five nodes at once may need longer than a second now and then; it costs nothing. */
    private static final String PATIENT = "storeTimeoutMillis=\"30000\" ";

    static final Contender LIMPET = new Contender("limpet", "Limpet", Kind.LIMPET, PATIENT, List.of());
    static final List<Contender> ALL = List.of(
            STANDARD,
            redisson("redisson", "redisson-tomcat", ""),
            redisson("redisson-memory", "redisson-tomcat, readMode=MEMORY", "readMode=\"MEMORY\""),
            redisson(
                    "redisson-after-request",
                    "redisson-tomcat, readMode=MEMORY updateMode=AFTER_REQUEST",
                    "readMode=\"MEMORY\" updateMode=\"AFTER_REQUEST\""),
            LIMPET);

    enum Kind {
        STANDARD("org.apache.catalina.session.StandardManager"),
        REDISSON("org.redisson.tomcat.RedissonSessionManager"),
        LIMPET("dev.limpet.tomcat.RedisSessionManager");

        private final String className;

        Kind(String className) {
            this.className = className;
        }
    }

    private static Contender standard() {
        return new Contender("standard", "StandardManager", Kind.STANDARD, "pathname=\"\"", List.of());
    }

    private static Contender redisson(String name, String title, String modes) {
        return new Contender(name, title, Kind.REDISSON, "configPath=\"${redisson.yaml}\" " + modes, List.of());
    }

    /** @throws IllegalArgumentException there is none of that name */
    static Contender named(String name) {
        return ALL.stream()
                .filter(contender -> contender.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + ": must be one of "
                        + ALL.stream().map(Contender::name).toList()));
    }

    /**
     * Limpet with other settings.
     *
     * @param settings with commas: NAME=VALUE is an attribute, what begins with a hyphen an option for the JVM
     */
    static Contender limpet(String settings) {
        List<String> words = List.of(settings.split(","));
        Stream<String> attributes = words.stream().filter(word -> !word.startsWith("-"));
        return new Contender(
                "limpet," + settings,
                "Limpet, " + String.join(" ", words),
                Kind.LIMPET,
                PATIENT + attributes.map(Contender::attribute).collect(Collectors.joining(" ")),
                words.stream().filter(word -> word.startsWith("-")).toList());
    }

    private static String attribute(String pair) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("--limpet " + pair + ": must be like leaseMillis=0");
        }
        return pair.substring(0, equals) + "=\"" + pair.substring(equals + 1) + "\"";
    }

    boolean usesRedis() {
        return kind != Kind.STANDARD;
    }

    /** The line of context.xml. */
    String manager() {
        String redis = kind == Kind.LIMPET ? " redis=\"${limpet.redis}\"" : "";
        return "<Manager className=\"" + kind.className + "\"" + redis + " " + attributes + "/>";
    }
}
