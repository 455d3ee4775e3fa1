package dev.limpet.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The launcher: starts a {@link LocalCluster} and takes commands until it is told to quit or gets a signal; then it stops
 * all that it started. Input that ends after commands means quit; input that was never there (in the background) does not.
 */
public final class Main {
    private static final int DRAIN_SECONDS = 2;
    /** Kept, because the log manager forgets a logger that nobody holds, and its level with it. */
    private static final List<Logger> NOISY = Stream.of("org.xnio", "org.jboss", "io.undertow")
            .map(Logger::getLogger)
            .toList();

    private final PrintStream out;
    private final LocalCluster cluster = LocalCluster.create();
    private volatile boolean stopping;

    private Main(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        System.setProperty("org.jboss.logging.provider", "jdk");
        NOISY.forEach(logger -> logger.setLevel(Level.OFF));
        int status = new Main(System.out).run(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    private int run(String... arguments) {
        try {
            Options options = Options.parse(arguments);
            if (options.help()) {
                out.print(Options.USAGE);
                return 0;
            }
            return run(options);
        } catch (IllegalArgumentException | StartFailedException e) {
            return failed(e);
        }
    }

    private int failed(RuntimeException e) {
        if (!stopping) {
            out.println(e.getMessage());
        }
        return 1;
    }

    private int run(Options options) {
        Thread hook = new Thread(this::stop, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            out.println("Starting " + options.nodes() + " x Tomcat " + options.tomcat() + " ...");
            cluster.fill(plan(options));
            Console console = new Console(cluster, out);
            greet(console);
            serve(console);
            return 0;
        } finally {
            stop();
        }
    }

    private void stop() {
        stopping = true;
        cluster.close();
    }

    private LocalCluster.Plan plan(Options options) {
        return LocalCluster.Plan.standard(options.tomcat())
                .withNodes(options.nodes())
                .withPort(freePort(options.port()))
                .withRedis(options.redis())
                .withBalancer(balancer(options))
                .withNode(node -> node.drainSeconds(DRAIN_SECONDS));
    }

    private int freePort(int wanted) {
        int port = FreePort.firstFrom(wanted);
        if (port != wanted) {
            out.println("Port " + wanted + " is taken, so the balancer listens on " + port
                    + " (--port N chooses another).");
        }
        return port;
    }

    private Balancer.Starter balancer(Options options) {
        if (options.balancer() != null) {
            return options.balancer().starter();
        }
        return HaProxy.isInstalled() && options.nodes() <= HaProxy.NODES ? HaProxy::start : EmbeddedBalancer::start;
    }

    private void greet(Console console) {
        out.println();
        out.println("Ready: " + cluster.balancer().url());
        out.println();
        console.status();
        out.println();
        out.println(
                "Open it and see which node serves you. Then kill that node here and reload: another one serves you,");
        out.println("and your session is where it was.");
        out.println();
        out.println("Commands:");
        out.println(Command.help());
    }

    private void serve(Console console) {
        boolean anyLine = false;
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        for (String line = readLine(in); line != null; line = readLine(in)) {
            anyLine = true;
            if (!console.handle(line)) {
                return;
            }
        }
        if (!anyLine) {
            out.println("There is no input to read commands from: running until a signal (Ctrl-C, kill) comes.");
            waitForSignal();
        }
    }

    private static String readLine(BufferedReader in) {
        try {
            return in.readLine();
        } catch (IOException closed) {
            return null;
        }
    }

    private static void waitForSignal() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
