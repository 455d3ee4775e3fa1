package dev.limpet.it.expiry;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;

/** Users who stay: each raises its count at its node again and again, one request at a time, and looks whether the answer is right. */
final class Visitors implements AutoCloseable {

    private static final long PAUSE_MILLIS = 100;
    private static final long PATIENCE_SECONDS = 60;

    private final ScheduledExecutorService threads;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile Latencies latencies = new Latencies();

    Visitors(List<TomcatNode> nodes, int number) {
        threads = Executors.newScheduledThreadPool(number);
        for (int i = 0; i < number; i++) {
            Visitor visitor = new Visitor(nodes.get(i % nodes.size()));
            threads.scheduleWithFixedDelay(
                    visitor::visit, i * PAUSE_MILLIS / number, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private final class Visitor {
        private final Browser browser = Browser.create();
        private final String url;
        private int count;

        Visitor(TomcatNode node) {
            url = node.url() + "/session/count";
        }

        void visit() {
            Latencies now = latencies;
            long begin = System.nanoTime();
            try {
                Answer answer = browser.get(url);
                now.add(System.nanoTime() - begin);
                count++;
                if (answer.status() != 200 || !answer.body().equals(Integer.toString(count))) {
                    failures.add(url + ", " + count + ": " + answer);
                }
            } catch (UncheckedIOException e) {
                failures.add(url + ": " + e.getCause());
            }
        }
    }

    /** @return where requests are noted from now on */
    Latencies note() {
        latencies = new Latencies();
        return latencies;
    }

    Queue<String> failures() {
        return failures;
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a visitor does not leave");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
