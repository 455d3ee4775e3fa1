package dev.limpet.cluster.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One client's way to Redis: a thread that takes its commands apart and sends them on, a thread that carries the answers
 * back. Owns both sockets; when either side closes or breaks, both are closed and both threads end.
 */
final class Connection {
    private static final int BUFFER = 8192;

    private final Traffic traffic;
    private final Socket client;
    private final Socket redis;
    private final List<Gate> replyGates = new CopyOnWriteArrayList<>();
    private volatile boolean subscriber;
    private volatile boolean cut;

    Connection(Traffic traffic, Socket client, Socket redis) {
        this.traffic = traffic;
        this.client = client;
        this.redis = redis;
    }

    void start() {
        thread("redis-proxy-requests", this::carryRequests);
        thread("redis-proxy-replies", this::carryReplies);
    }

    private void thread(String name, Work work) {
        Thread thread = new Thread(() -> run(work), name);
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Work work) {
        try {
            work.run();
        } catch (IOException closed) {
            // One of the two sides is gone, or the proxy was told to cut: the other side is to see the same.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cut();
        }
    }

    private void carryRequests() throws IOException, InterruptedException {
        RespReader reader = new RespReader(new BufferedInputStream(client.getInputStream()));
        OutputStream out = redis.getOutputStream();
        for (RespCommand command = reader.next(); command != null; command = reader.next()) {
            carry(command, out);
        }
    }

    private void carry(RespCommand command, OutputStream out) throws IOException, InterruptedException {
        subscriber |= command.subscribes();
        traffic.count(command);
        List<Hold> holds = traffic.holdsFor(command);
        holdRequest(command, holds);
        if (!cut) {
            holdReply(holds);
            out.write(command.raw());
            out.flush();
            holds.stream().filter(Hold::replies).forEach(hold -> hold.arrive(command, this));
        }
    }

    private void holdRequest(RespCommand command, List<Hold> holds) throws InterruptedException {
        traffic.requests().pass(this::isCut);
        for (Hold hold : holds) {
            if (!hold.replies()) {
                hold.arrive(command, this);
                hold.gate().pass(this::isCut);
            }
        }
    }

    private void holdReply(List<Hold> holds) {
        holds.stream().filter(Hold::replies).map(Hold::gate).forEach(replyGates::add);
    }

    private void carryReplies() throws IOException, InterruptedException {
        InputStream in = redis.getInputStream();
        OutputStream out = client.getOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            passReplyGates();
            if (cut) {
                return;
            }
            out.write(buffer, 0, length);
            out.flush();
        }
    }

    private void passReplyGates() throws InterruptedException {
        traffic.replies().pass(this::isCut);
        for (Gate gate : replyGates) {
            gate.pass(this::isCut);
            replyGates.remove(gate);
        }
    }

    boolean isSubscriber() {
        return subscriber;
    }

    private boolean isCut() {
        return cut;
    }

    /** Closes both sides; idempotent, from any thread. */
    void cut() {
        cut = true;
        close(client);
        close(redis);
        traffic.gone(this);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // Closing is all that was wanted.
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }
}
