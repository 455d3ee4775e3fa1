package dev.limpet.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The users of one node: connections that stay open, a thread each. Owns both. A wrong answer or a broken connection fails
 * the call. For one thread at a time.
 */
final class Load implements AutoCloseable {
    private final List<Client> clients = new ArrayList<>();
    private final ExecutorService threads;

    private interface Work {
        void with(Client client) throws IOException;
    }

    private Load(int connections) {
        threads = Executors.newFixedThreadPool(connections);
    }

    /** Opens the connections and makes the sessions: the first connection alone, because a node that has just started is slow. */
    static Load start(int port, String content, int connections, int sessions) throws IOException {
        Load load = new Load(connections);
        try {
            for (int i = 0; i < connections; i++) {
                load.clients.add(new Client(HttpConnection.open(port), "user" + i, content));
            }
            int each = Math.max(1, sessions / connections);
            load.clients.get(0).settle(each);
            load.all(client -> client.settle(each - client.settled()));
            return load;
        } catch (IOException | RuntimeException e) {
            load.close();
            throw e;
        }
    }

    /** So many requests, as fast as the answers come; how long it took. */
    Duration run(Workload workload, int requests) throws IOException {
        int each = Math.max(1, requests / clients.size());
        long begin = System.nanoTime();
        all(client -> {
            for (int i = 0; i < each; i++) {
                workload.request(client);
            }
        });
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** How many requests {@link #run} really sends: the same number on each connection. */
    int rounded(int requests) {
        return Math.max(1, requests / clients.size()) * clients.size();
    }

    /** Ends the sessions that {@link Workload#NEW} has left. */
    void seeOff() throws IOException {
        all(Client::seeOff);
    }

    private void all(Work work) throws IOException {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (Client client : clients) {
            tasks.add(() -> {
                work.with(client);
                return null;
            });
        }
        try {
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        for (Client client : clients) {
            client.close();
        }
    }
}
