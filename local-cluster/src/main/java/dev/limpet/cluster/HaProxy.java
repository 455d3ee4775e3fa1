package dev.limpet.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * HAProxy with the repository's balancers/haproxy/haproxy.cfg, unchanged: addresses come from the environment. A reload
 * starts a new process that takes the sockets over from the old one, which finishes what it has.
 */
public final class HaProxy extends InstalledBalancer {
    private static final Duration OLD_ONE = Duration.ofSeconds(60);
    private static final String SOCKET = "admin.sock";

    private HaProxy(int port, List<Target> targets, UnaryOperator<String> edit) {
        super("HAProxy", port, targets, edit);
    }

    public static boolean isInstalled() {
        return Programs.find("haproxy").isPresent();
    }

    /** Starts it for up to three nodes that are named node1, node2, node3. */
    public static HaProxy start(int port, List<Target> targets) {
        return start(port, targets, UnaryOperator.identity());
    }

    /** With a changed file. */
    public static HaProxy start(int port, List<Target> targets, UnaryOperator<String> edit) {
        HaProxy balancer = new HaProxy(port, targets, edit);
        balancer.begin();
        return balancer;
    }

    @Override
    ServerProcess launch() {
        return launch(List.of());
    }

    @Override
    ServerProcess reload(ServerProcess running) {
        ServerProcess next = launch(List.of("-x", socket().toString(), "-sf", Long.toString(running.pid())));
        next.awaitReady(() -> !running.isAlive(), OLD_ONE);
        return next;
    }

    private ServerProcess launch(List<String> more) {
        List<String> command = new ArrayList<>();
        command.add(program().toString());
        command.addAll(List.of("-db", "-f", file("haproxy/haproxy.cfg").toString()));
        command.addAll(more);
        Map<String, String> environment = variables();
        environment.put("STATS_SOCKET", socket().toString());
        return ServerProcess.start("HAProxy", command, environment, log());
    }

    private static Path program() {
        return Programs.find("haproxy").orElseThrow(() -> new StartFailedException("HAProxy is not installed"));
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
        return directory().resolve(SOCKET);
    }
}
