package dev.limpet.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** A small HTTP server that answers with its name and the method, and whose health a test decides. */
final class FakeNode implements AutoCloseable {
    private final String name;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int health = 200;
    private volatile boolean hangs;

    private FakeNode(String name, int port) throws IOException {
        this.name = name;
        this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, 200));
        server.createContext(TomcatNode.HEALTH, exchange -> answer(exchange, health));
        server.start();
    }

    static FakeNode start(String name) throws IOException {
        return new FakeNode(name, FreePort.any());
    }

    FakeNode startAgain() throws IOException {
        return new FakeNode(name, port());
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        waitWhileHanging();
        exchange.getRequestBody().readAllBytes();
        byte[] body = (name + " " + exchange.getRequestMethod()).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void waitWhileHanging() {
        try {
            if (hangs) {
                closed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Balancer.Target target() {
        return new Balancer.Target(name, port());
    }

    private int port() {
        return server.getAddress().getPort();
    }

    void healthAnswers(int status) {
        health = status;
    }

    void hang() {
        hangs = true;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
