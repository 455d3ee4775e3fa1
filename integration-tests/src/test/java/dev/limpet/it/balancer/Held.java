package dev.limpet.it.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;

/** Requests that a node has begun and does not answer until this is closed. */
record Held(TomcatNode node, List<CompletableFuture<Answer>> answers) implements AutoCloseable {

    /** Sends so many and returns when the node has them all. */
    static Held at(TomcatNode node, Supplier<Answer> request, int number) {
        List<CompletableFuture<Answer>> answers =
                IntStream.range(0, number).mapToObj(i -> begun(request)).toList();
        await().atMost(Cluster.LONG).until(() -> holding(node) == number);
        return new Held(node, answers);
    }

    /** Sends one from a thread of its own. */
    static CompletableFuture<Answer> begun(Supplier<Answer> request) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> answer.complete(request.get()), "held");
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    static int holding(TomcatNode node) {
        return Integer.parseInt(Browser.create().get(node, "/served?holding").body());
    }

    static void release(TomcatNode node, String key) {
        Browser.create().get(node, "/served?release=" + key);
    }

    @Override
    public void close() {
        release(node, "busy");
        answers.forEach(answer -> assertThat(Served.of(answer.join()).node()).isEqualTo(node.name()));
    }
}
