package dev.limpet.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Apache httpd with the repository's balancers/httpd/limpet.conf, unchanged: addresses are variables of its own language.
 * Around it stands a main file of this machine's: modules, where its files are, as whom it runs.
 */
public final class Httpd extends InstalledBalancer {
    private static final List<String> PROGRAMS = List.of("apache2", "httpd");
    private static final List<Path> MODULES = Stream.of(
                    "/usr/lib/apache2/modules",
                    "/usr/lib64/httpd/modules",
                    "/usr/local/apache2/modules",
                    "/usr/libexec/apache2",
                    "/opt/homebrew/lib/httpd/modules")
            .map(Path::of)
            .toList();
    private static final List<String> NEEDED = List.of(
            "mpm_event",
            "unixd",
            "authz_core",
            "authz_host",
            "watchdog",
            "slotmem_shm",
            "headers",
            "proxy",
            "proxy_http",
            "proxy_ajp",
            "proxy_balancer",
            "lbmethod_bybusyness",
            "proxy_hcheck");
    private static final String MAIN =
            """
            ServerRoot "%1$s"
            ServerName localhost
            PidFile "%1$s/httpd.pid"
            DefaultRuntimeDir "%1$s"
            Mutex posixsem
            ErrorLog /dev/stderr
            LogLevel warn
            %2$s
            %3$s
            # As many processes at the start as at the end: one that is sent home takes idle connections along.
            ServerLimit 8
            StartServers 8
            ThreadsPerChild 50
            MaxRequestWorkers 400
            MaxSpareThreads 400
            KeepAliveTimeout 60
            MaxKeepAliveRequests 0
            %4$s
            Include "%5$s"
            """;

    private final Duration timeout;

    private Httpd(int port, List<Target> targets, Duration timeout, UnaryOperator<String> edit) {
        super("httpd", port, targets, edit);
        this.timeout = timeout;
    }

    public static boolean isInstalled() {
        return program().isPresent() && modules().isPresent();
    }

    private static Optional<Path> program() {
        return PROGRAMS.stream().map(Programs::find).flatMap(Optional::stream).findFirst();
    }

    private static Optional<Path> modules() {
        return MODULES.stream()
                .filter(folder -> Files.exists(folder.resolve("mod_proxy_balancer.so")))
                .findFirst();
    }

    /** Starts it for up to three nodes that are named node1, node2, node3; one that is silent for 30 s is given up. */
    public static Httpd start(int port, List<Target> targets) {
        return start(port, targets, SILENCE, UnaryOperator.identity());
    }

    /** With a changed file; a node that is silent for so long is given up. */
    public static Httpd start(int port, List<Target> targets, Duration timeout, UnaryOperator<String> edit) {
        Httpd balancer = new Httpd(port, targets, timeout, edit);
        balancer.begin();
        return balancer;
    }

    @Override
    ServerProcess launch() {
        Path program = program().orElseThrow(() -> new StartFailedException("Apache httpd is not installed"));
        Path modules = modules().orElseThrow(() -> new StartFailedException("mod_proxy_balancer is not installed"));
        Path file = file("httpd/limpet.conf");
        String main = MAIN.formatted(directory(), loaded(modules), user(), defined(), file);
        Path mainFile = write("httpd.conf", main);
        List<String> command = List.of(program.toString(), "-DFOREGROUND", "-f", mainFile.toString());
        return ServerProcess.start("httpd", command, Map.of(), log());
    }

    /** Those that are files; the others are built in. */
    private static String loaded(Path folder) {
        return NEEDED.stream()
                .filter(name -> Files.exists(folder.resolve("mod_" + name + ".so")))
                .map(name -> "LoadModule " + name + "_module \"" + folder.resolve("mod_" + name + ".so") + "\"")
                .collect(Collectors.joining("\n"));
    }

    /** A superuser's httpd insists on somebody else for its children. */
    private static String user() {
        return System.getProperty("user.name").equals("root") ? "User nobody" : "";
    }

    private String defined() {
        Map<String, String> variables = variables();
        return lines(name -> "Define " + name + " " + variables.get(name)) + "Define TIMEOUT " + timeout.toSeconds();
    }

    @Override
    ServerProcess reload(ServerProcess running) {
        Set<Long> before = running.children();
        running.userSignal();
        awaitNewChildren(running, before);
        return running;
    }
}
