package dev.limpet.cluster;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Carries out what is typed at the launcher. Called by the thread that reads the input; answers on the given stream. */
final class Console {
    private static final Duration PROBE = Duration.ofSeconds(1);
    private static final int OK = 200;

    private final LocalCluster cluster;
    private final PrintStream out;

    Console(LocalCluster cluster, PrintStream out) {
        this.cluster = cluster;
        this.out = out;
    }

    /** Returns false when it was told to quit. What goes wrong is told on the stream, never thrown. */
    boolean handle(String line) {
        if (line.isBlank()) {
            return true;
        }
        try {
            Command command = Command.parse(line, names());
            execute(command);
            return command.verb() != Command.Verb.QUIT;
        } catch (IllegalArgumentException | IllegalStateException | StartFailedException e) {
            out.println(e.getMessage());
            return true;
        }
    }

    private List<String> names() {
        return cluster.nodes().stream().map(TomcatNode::name).toList();
    }

    private void execute(Command command) {
        switch (command.verb()) {
            case STATUS -> status();
            case HELP -> out.println(Command.help());
            case QUIT -> out.println("Stopping ...");
            default -> {
                TomcatNode node = cluster.node(command.node());
                execute(command.verb(), node);
                out.println(line(node));
            }
        }
    }

    private void execute(Command.Verb verb, TomcatNode node) {
        requireAlive(node, verb != Command.Verb.START);
        switch (verb) {
            case KILL -> node.kill();
            case STOP -> stop(node);
            case START -> start(node);
            case RESTART -> restart(node);
            case FREEZE -> node.freeze();
            case THAW -> node.thaw();
            case DRAIN -> node.drain();
            case UNDRAIN -> node.undrain();
            default -> throw new IllegalArgumentException("Not for a node: " + verb);
        }
    }

    private static void requireAlive(TomcatNode node, boolean expected) {
        if (node.isAlive() != expected) {
            throw new IllegalStateException(node.name() + (expected ? " is not running" : " is running"));
        }
    }

    private void stop(TomcatNode node) {
        out.println(node.name() + " lets its clients go and stops ...");
        node.term();
        node.awaitStopped();
    }

    private void start(TomcatNode node) {
        out.println(node.name() + " starts ...");
        node.start().awaitStarted();
    }

    private void restart(TomcatNode node) {
        stop(node);
        start(node);
    }

    void status() {
        Balancer balancer = cluster.balancer();
        out.println("  balancer  " + balancer.url() + "  " + balancer.description());
        cluster.nodes().forEach(node -> out.println(line(node)));
        String owner = cluster.redis().map(redis -> "pid " + redis.pid()).orElse("not ours");
        out.println("  redis     " + withoutPassword(cluster.redisUrl()) + "  " + owner);
    }

    private static String withoutPassword(String url) {
        return url.replaceAll("//.*@", "//***@");
    }

    private static String line(TomcatNode node) {
        return String.format("  %-9s %s  %s", node.name(), node.url(), state(node));
    }

    private static String state(TomcatNode node) {
        if (!node.isAlive()) {
            return "not running";
        }
        return "pid " + node.pid() + (node.isFrozen() ? ", frozen" : health(node.health(PROBE)));
    }

    private static String health(int status) {
        if (status == OK) {
            return ", healthy";
        }
        return status == HttpProbe.NONE ? ", does not answer" : ", health answers " + status;
    }
}
