package dev.limpet.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * HAProxy with the repository's balancers/haproxy/haproxy.cfg, unchanged: addresses come from the environment. Owns the
 * process and its workspace. A start that fails throws {@link StartFailedException} with the end of HAProxy's log.
 */
public final class HaProxy implements Balancer {
    /** The nodes its file has lines for: node1 to node3. */
    public static final int NODES = 3;

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final int NOBODY_LISTENS = 1;

    private final Workspace workspace;
    private final int port;
    private final ServerProcess process;

    private HaProxy(Workspace workspace, Path program, int port, List<Target> targets) {
        this.workspace = workspace;
        this.port = port;
        this.process = ServerProcess.start(
                "HAProxy",
                command(program),
                environment(port, targets, socket()),
                workspace.path().resolve("haproxy.log"));
    }

    public static boolean isInstalled() {
        return Programs.find("haproxy").isPresent();
    }

    /** Starts it for up to three nodes that are named node1, node2, node3, in this order. */
    public static HaProxy start(int port, List<Target> targets) {
        Path program = Programs.find("haproxy").orElseThrow(() -> new StartFailedException("HAProxy is not installed"));
        Workspace workspace = Workspace.create("limpet-haproxy");
        try {
            HaProxy balancer = new HaProxy(workspace, program, port, targets);
            balancer.awaitStarted();
            return balancer;
        } catch (RuntimeException e) {
            workspace.close();
            throw e;
        }
    }

    private void awaitStarted() {
        try {
            process.awaitReady(this::accepts, START);
        } catch (RuntimeException e) {
            process.kill();
            throw e;
        }
    }

    private static List<String> command(Path program) {
        String file = Project.locate().balancerFile("haproxy/haproxy.cfg").toString();
        return List.of(program.toString(), "-db", "-f", file);
    }

    private static Map<String, String> environment(int port, List<Target> targets, Path socket) {
        if (targets.size() > NODES) {
            throw new StartFailedException("haproxy.cfg has lines for " + NODES + " nodes, not for " + targets.size());
        }
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("LISTEN", "127.0.0.1");
        environment.put("PORT", Integer.toString(port));
        environment.put("STATS_SOCKET", socket.toString());
        for (int number = 1; number <= NODES; number++) {
            environment.put("NODE" + number, "127.0.0.1:" + NOBODY_LISTENS);
        }
        targets.forEach(target -> environment.put(variable(target), "127.0.0.1:" + target.port()));
        return environment;
    }

    private static String variable(Target target) {
        if (!target.name().matches("node[1-" + NODES + "]")) {
            throw new StartFailedException("haproxy.cfg knows node1 to node" + NODES + ", not " + target.name());
        }
        return target.name().toUpperCase(java.util.Locale.ROOT);
    }

    private boolean accepts() {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress("127.0.0.1", port), Math.toIntExact(STOP.toMillis()));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** A command of HAProxy's runtime API and its answer, for instance "show stat" or "disable server tomcats/node2". */
    public String command(String line) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket()));
            channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path socket() {
        return workspace.path().resolve("admin.sock");
    }

    @Override
    public String description() {
        return "HAProxy (pid " + pid() + ")";
    }

    @Override
    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public Duration cpuTime() {
        return process.cpuTime();
    }

    @Override
    public void close() {
        try (workspace) {
            process.stop(STOP);
        }
    }
}
