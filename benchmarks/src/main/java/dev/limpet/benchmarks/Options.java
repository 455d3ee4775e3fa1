package dev.limpet.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The command line. {@link #parse} throws IllegalArgumentException with a message for the user. */
record Options(
        int rounds,
        int requests,
        int warmUp,
        int warmUps,
        int sessions,
        int connections,
        List<Workload> workloads,
        List<String> contents,
        List<Contender> contenders,
        List<String> jvmOptions,
        Optional<Path> redisServer,
        boolean help) {
    static final String USAGE =
            """
            Options:
              --rounds N          how often each manager is measured, one after the other in turn (5)
              --requests N        requests a round (10000)
              --warmup N          requests before the first round, for each workload (20000)
              --warmups N         how often at most, until they give the JVM's compilers nothing more to do (20)
              --sessions N        sessions that are there (1000)
              --connections N     connections, each with its own sessions and one request at a time (64)
              --workload LIST     of read, write, new (all)
              --values LIST       of strings, beans: what the attributes are (strings)
              --only LIST         of standard, redisson, redisson-memory, redisson-after-request, limpet (all)
              --limpet LIST       of NAME=VALUE: Limpet once more with these attributes of its <Manager>; may be repeated
              --jvm-option X      for each Tomcat; %m stands for the manager's name; may be repeated
              --redis-server PATH the Redis program to measure with (that of the embedded-redis jar, whose memory allocator is a slow one)
              --help              this text
            LIST: names with commas.
            """;

    private static final int MANY = 100_000_000;
    private static final List<String> CONTENTS = List.of("strings", "beans");
    private static final Map<String, String> DEFAULTS = Map.of(
            "--rounds", "5",
            "--requests", "10000",
            "--warmup", "20000",
            "--warmups", "20",
            "--sessions", "1000",
            "--connections", "64",
            "--workload", "read,write,new",
            "--values", "strings",
            "--only", "standard,redisson,redisson-memory,redisson-after-request,limpet");
    private static final List<String> REPEATED = List.of("--limpet", "--jvm-option", "--redis-server");

    static Options parse(String... arguments) {
        Given given = Given.of(List.of(arguments).iterator());
        return new Options(
                given.number("--rounds"),
                given.number("--requests"),
                given.number("--warmup"),
                given.number("--warmups"),
                given.number("--sessions"),
                given.number("--connections"),
                given.names("--workload").map(Options::workload).toList(),
                given.names("--values").map(Options::content).toList(),
                Stream.concat(
                                given.names("--only").map(Contender::named),
                                given.all("--limpet").map(Contender::limpet))
                        .toList(),
                given.all("--jvm-option").toList(),
                given.all("--redis-server").map(Options::program).findFirst(),
                given.help());
    }

    private static Workload workload(String name) {
        return Arrays.stream(Workload.values())
                .filter(workload -> workload.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--workload " + name + ": must be read, write or new"));
    }

    private static Path program(String path) {
        Path program = Path.of(path).toAbsolutePath();
        if (!Files.isExecutable(program)) {
            throw new IllegalArgumentException("--redis-server " + path + ": there is no such program");
        }
        return program;
    }

    private static String content(String name) {
        if (!CONTENTS.contains(name)) {
            throw new IllegalArgumentException("--values " + name + ": must be strings or beans");
        }
        return name;
    }

    /** The words as they stand there, by option. */
    private record Given(Map<String, List<String>> values, boolean help) {
        static Given of(Iterator<String> words) {
            Map<String, List<String>> values = new HashMap<>();
            boolean help = false;
            while (words.hasNext()) {
                String word = words.next();
                if (word.equals("--help") || word.equals("-h")) {
                    help = true;
                } else if (!DEFAULTS.containsKey(word) && !REPEATED.contains(word)) {
                    throw new IllegalArgumentException("Unknown option " + word + "\n" + USAGE);
                } else if (!words.hasNext()) {
                    throw new IllegalArgumentException(word + " needs a value\n" + USAGE);
                } else {
                    values.computeIfAbsent(word, key -> new ArrayList<>()).add(words.next());
                }
            }
            return new Given(values, help);
        }

        Stream<String> all(String option) {
            return values.getOrDefault(option, List.of()).stream();
        }

        private String last(String option) {
            return all(option).reduce((first, second) -> second).orElseGet(() -> DEFAULTS.get(option));
        }

        Stream<String> names(String option) {
            return Arrays.stream(last(option).split(","));
        }

        int number(String option) {
            String text = last(option);
            if (!text.matches("[1-9][0-9]{0,7}")) {
                throw new IllegalArgumentException(
                        option + " " + text + ": must be a whole number from 1 to " + (MANY - 1));
            }
            return Integer.parseInt(text);
        }
    }
}
