package dev.limpet.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * nginx with the repository's balancers/nginx/limpet.conf.template, unchanged: addresses are filled in as the official image
 * does. Around it stands a main file of this machine's: where its files are, as whom it runs.
 */
public final class Nginx extends InstalledBalancer {
    private static final String FILE = "limpet.conf";
    private static final String MAIN =
            """
            %s
            daemon off;
            worker_processes 2;
            pid nginx.pid;
            error_log stderr warn;
            events { worker_connections 4096; }
            http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                include %s;
            }
            """;

    private final Duration timeout;

    private Nginx(int port, List<Target> targets, Duration timeout, UnaryOperator<String> edit) {
        super("nginx", port, targets, edit);
        this.timeout = timeout;
    }

    public static boolean isInstalled() {
        return Programs.find("nginx").isPresent();
    }

    /** Starts it for up to three nodes that are named node1, node2, node3; one that is silent for 30 s is given up. */
    public static Nginx start(int port, List<Target> targets) {
        return start(port, targets, SILENCE, UnaryOperator.identity());
    }

    /** With a changed file; a node that is silent for so long is given up. */
    public static Nginx start(int port, List<Target> targets, Duration timeout, UnaryOperator<String> edit) {
        Nginx balancer = new Nginx(port, targets, timeout, edit);
        balancer.begin();
        return balancer;
    }

    @Override
    ServerProcess launch() {
        Path program = Programs.find("nginx").orElseThrow(() -> new StartFailedException("nginx is not installed"));
        write(FILE, filledIn(Texts.read(file("nginx/limpet.conf.template"))));
        Path main = write("nginx.conf", MAIN.formatted(user(), directory().resolve(FILE)));
        List<String> command =
                List.of(program.toString(), "-p", directory().toString(), "-e", "stderr", "-c", main.toString());
        return ServerProcess.start("nginx", command, Map.of(), log());
    }

    private String filledIn(String template) {
        Map<String, String> variables = variables();
        variables.put("TIMEOUT", Long.toString(timeout.toSeconds()));
        String text = template;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            text = text.replace("${" + variable.getKey() + "}", variable.getValue());
        }
        return text;
    }

    /** The workers of a superuser's nginx run as the superuser too: the workspace is nobody else's. */
    private static String user() {
        return System.getProperty("user.name").equals("root") ? "user root;" : "";
    }

    @Override
    ServerProcess reload(ServerProcess running) {
        Set<Long> before = running.children();
        running.hangUp();
        awaitNewChildren(running, before);
        return running;
    }
}
