package dev.limpet.cluster.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.limpet.cluster.FreePort;

/**
 * Stands between clients and a Redis on this machine, understands what clients say, and does to it what networks do: delay,
 * cut, refuse. Owns its port, its threads (two a connection) and the connections. Its methods are for the test's thread.
 */
public final class RedisProxy implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final int port = FreePort.any();
    private final int redisPort;
    private final Traffic traffic = new Traffic();
    private ServerSocket listener;
    private volatile Thread acceptor;

    private RedisProxy(int redisPort) {
        this.redisPort = redisPort;
    }

    /** Listens on a free port for clients of the Redis on the given one. */
    public static RedisProxy start(int redisPort) {
        RedisProxy proxy = new RedisProxy(redisPort);
        proxy.accept();
        return proxy;
    }

    public String url() {
        return "redis://" + HOST + ":" + port;
    }

    public int port() {
        return port;
    }

    /** Commands by name in lower case, as clients sent them: what scripts call inside Redis is not among them. */
    public Map<String, Long> counts() {
        return traffic.counts();
    }

    public void resetCounts() {
        traffic.resetCounts();
    }

    /** From now on clients get no answers: Redis does what they ask, but they do not hear of it. */
    public void holdReplies() {
        traffic.replies().close();
    }

    /** From now on Redis hears nothing of its clients. */
    public void holdRequests() {
        traffic.requests().close();
    }

    /** Lets everything go that is held in whatever way; it arrives in the order it was sent. */
    public void release() {
        traffic.release();
    }

    /** Holds back commands before Redis gets them; the words are the command's name and arguments. */
    public Hold hold(Predicate<List<String>> command) {
        return traffic.hold(command, false);
    }

    /** Holds back the answers to commands which Redis has got. */
    public Hold holdReply(Predicate<List<String>> command) {
        return traffic.hold(command, true);
    }

    /** Cuts the connections over which a client has subscribed to something. */
    public void cutSubscribers() {
        traffic.cut(Connection::isSubscriber);
    }

    public void cutAll() {
        traffic.cut(connection -> true);
    }

    /** From now on new connections are refused: the port stays open until the accepting thread has let go of it. */
    public void refuse() {
        try {
            listener.close();
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** New connections are accepted again. */
    public void accept() {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(HOST, port));
            listener = socket;
            Thread thread = new Thread(() -> acceptFrom(socket), "redis-proxy-accept");
            thread.setDaemon(true);
            acceptor = thread;
            thread.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As if Redis were gone: no connection is left and no new one is made. */
    public void goDown() {
        refuse();
        cutAll();
    }

    /** The end of {@link #goDown()}. */
    public void comeUp() {
        accept();
    }

    private void acceptFrom(ServerSocket socket) {
        try {
            while (!socket.isClosed()) {
                connect(socket.accept());
            }
        } catch (IOException closed) {
            // By refuse() or close(): there is nobody to tell.
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            client.setTcpNoDelay(true);
            Socket redis = new Socket(HOST, redisPort);
            redis.setTcpNoDelay(true);
            Connection connection = new Connection(traffic, client, redis);
            traffic.came(connection);
            connection.start();
        } catch (IOException redisIsGone) {
            client.close();
        }
    }

    @Override
    public void close() {
        goDown();
    }
}
