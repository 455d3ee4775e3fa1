package dev.limpet.it.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limpet.it.harness.Answer;

/**
 * What the test's application says: who served, and what the session counts.
 *
 * @param count -1 when there is no session
 */
record Served(String node, int count) {

    static Served of(Answer answer) {
        assertThat(answer.status()).as("answer %s", answer).isEqualTo(200);
        return parse(answer.body());
    }

    static Served parse(String body) {
        String[] words = body.split(" ");
        return new Served(words[0], words[1].equals("-") ? -1 : Integer.parseInt(words[1]));
    }
}
