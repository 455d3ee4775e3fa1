package dev.limpet.cluster;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The launcher's command line.
 *
 * @param redis URL of a Redis that is there already, or null
 * @param balancer null: HAProxy when it is installed and its file has enough lines, else the embedded one
 */
record Options(int port, int nodes, int tomcat, String redis, BalancerKind balancer, boolean help) {
    static final String USAGE =
            """
            Options:
              --port N              the balancer's port (8080; if it is taken, the next free one)
              --nodes N             how many Tomcats (3)
              --tomcat 10|11        which Tomcat (11)
              --balancer KIND       haproxy, nginx, httpd or embedded (haproxy, when it is installed)
              --redis URL           use this Redis instead of starting one: redis://host:port
              --help                this text
            """;

    private static final Options DEFAULTS = new Options(8080, 3, 11, null, null, false);
    private static final int HIGHEST_PORT = 65_535;
    private static final int MANY_NODES = 20;

    enum BalancerKind {
        HAPROXY(HaProxy::start),
        NGINX(Nginx::start),
        HTTPD(Httpd::start),
        EMBEDDED(EmbeddedBalancer::start);

        private final Balancer.Starter starter;

        BalancerKind(Balancer.Starter starter) {
            this.starter = starter;
        }

        Balancer.Starter starter() {
            return starter;
        }
    }

    /** Throws IllegalArgumentException with a message for the user. */
    static Options parse(String... arguments) {
        Options options = DEFAULTS;
        Iterator<String> words = List.of(arguments).iterator();
        while (words.hasNext()) {
            options = options.with(words.next(), words);
        }
        return options;
    }

    private Options with(String option, Iterator<String> values) {
        return switch (option) {
            case "--help", "-h" -> new Options(port, nodes, tomcat, redis, balancer, true);
            case "--port" -> withPort(number(option, value(option, values), 1, HIGHEST_PORT));
            case "--nodes" -> withNodes(number(option, value(option, values), 1, MANY_NODES));
            case "--tomcat" -> new Options(port, nodes, major(value(option, values)), redis, balancer, help);
            case "--redis" -> new Options(port, nodes, tomcat, redisUrl(value(option, values)), balancer, help);
            case "--balancer" -> new Options(port, nodes, tomcat, redis, kind(value(option, values)), help);
            default -> throw new IllegalArgumentException("Unknown option " + option + "\n" + USAGE);
        };
    }

    private Options withPort(int number) {
        return new Options(number, nodes, tomcat, redis, balancer, help);
    }

    private Options withNodes(int count) {
        return new Options(port, count, tomcat, redis, balancer, help);
    }

    private static String value(String option, Iterator<String> values) {
        if (!values.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value\n" + USAGE);
        }
        return values.next();
    }

    private static int number(String option, String value, int lowest, int highest) {
        try {
            int number = Integer.parseInt(value);
            if (number >= lowest && number <= highest) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notInRange(option, value, lowest, highest, e);
        }
        throw notInRange(option, value, lowest, highest, null);
    }

    private static IllegalArgumentException notInRange(String option, String value, int from, int to, Throwable cause) {
        return new IllegalArgumentException(
                option + " " + value + ": must be a number from " + from + " to " + to, cause);
    }

    private static int major(String value) {
        if (!List.of("10", "11").contains(value)) {
            throw new IllegalArgumentException("--tomcat " + value + ": must be 10 or 11");
        }
        return Integer.parseInt(value);
    }

    private static String redisUrl(String value) {
        if (!value.matches("rediss?://.+")) {
            throw new IllegalArgumentException("--redis " + value + ": must be like redis://127.0.0.1:6379");
        }
        return value;
    }

    private static BalancerKind kind(String value) {
        return Arrays.stream(BalancerKind.values())
                .filter(kind -> kind.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--balancer " + value + ": must be haproxy, nginx, httpd or embedded"));
    }
}
