package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Exchange;
import dev.limpet.it.harness.Wire;

/** Clients that ask at the same time, each with a session of its own, each to be answered in another way. Used by the test's thread. */
final class Crowd {

    private final List<Client> clients = new ArrayList<>();

    private static final class Client {
        private final Answering answering;
        private final Browser browser;
        private Exchange exchange;

        Client(Answering answering, Browser browser) {
            this.answering = answering;
            this.browser = browser;
        }

        boolean isEarly() {
            return answering.begins() ? exchange.isComplete() : exchange.hasBegun();
        }

        @Override
        public String toString() {
            return answering.toString();
        }
    }

    Crowd(List<Answering> answerings, Supplier<Browser> browsers) {
        answerings.forEach(answering -> clients.add(new Client(answering, browsers.get())));
    }

    int size() {
        return clients.size();
    }

    /** All ask for this, and have their answers. */
    List<Answer> get(TomcatNode node, String path) {
        return get(node.url() + path);
    }

    List<Answer> get(String url) {
        begin(client -> url);
        return answers();
    }

    List<Answer> answers() {
        return clients.stream().map(client -> client.exchange.await()).toList();
    }

    /** All ask for a change of their sessions to this value. */
    void change(String url, String value) {
        begin(client -> url + client.answering.path(value));
    }

    private void begin(Function<Client, String> url) {
        clients.forEach(client -> client.exchange = client.browser.begin(url.apply(client)));
    }

    /** Those who have seen of their answers what they may not see before the change is saved. */
    List<Answering> early() {
        return clients.stream()
                .filter(Client::isEarly)
                .map(client -> client.answering)
                .toList();
    }

    /** Waits until there is nothing more to come, for nobody. */
    void awaitEnd() {
        CompletableFuture<?>[] answers =
                clients.stream().map(client -> client.exchange.whole()).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(answers).handle((done, failure) -> null).join();
    }

    /** All have whole answers, with the status that they should have, in the form in which they should have come. */
    void assertAnswered(Wire wire) {
        assertThat(clients).allSatisfy(client -> {
            assertThat(client.exchange.whole()).isCompleted();
            Answer answer = client.exchange.await();
            Way way = client.answering.way();
            assertThat(answer.status()).isEqualTo(way.status);
            assertThat(answer.body().isEmpty()).as("empty").isEqualTo(!way.hasBody());
            assertThat(answer.isPacked()).as("packed").isEqualTo(client.answering.isPacked(wire));
            assertThat(answer.raw().version()).isEqualTo(wire.version());
        });
    }

    /** Another node has what they were told is saved. */
    void assertChanged(TomcatNode node, String value) {
        get(node, "/session/get?name=way");
        assertThat(clients)
                .allSatisfy(client -> assertThat(client.exchange.await().body()).isEqualTo(value));
    }
}
