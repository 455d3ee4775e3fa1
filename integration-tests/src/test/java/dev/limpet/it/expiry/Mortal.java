package dev.limpet.it.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Exchange;

/** A session with a short life and its only user, who knows when it may end and when it must have. Used by one thread at a time. */
final class Mortal {

    private final Browser browser = Browser.create();
    private final String name;
    private final Duration life;
    private long usedFrom;
    private long usedUntil;

    private Mortal(String name, Duration life) {
        this.name = name;
        this.life = life;
    }

    static Mortal bornAt(TomcatNode node, String name, Duration life) {
        Mortal mortal = new Mortal(name, life);
        Answer answer = mortal.used(
                () -> mortal.browser.post(node.url() + "/mortals", "name=" + name + "&life=" + life.toSeconds()));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return mortal;
    }

    /** Reads what time it is in the session: it must be there. */
    Times useAt(TomcatNode node) {
        Answer answer = used(() -> browser.get(node, "/clock"));
        assertThat(answer.body().split(" "))
                .as("times of %s at %s: %s", name, node.name(), answer)
                .hasSize(3);
        return Times.parse(answer.body());
    }

    /** Sends a request and does not wait. */
    Exchange begin(TomcatNode node, String path) {
        return browser.copy().begin(node, path);
    }

    /** Whether this node still has a session for its cookie. */
    boolean isKnownAt(TomcatNode node) {
        return !browser.copy().get(node, "/session/peek").body().equals("none");
    }

    /** What stands in Redis of its times, milliseconds since 1970. */
    long inRedis(RedisServer redis, String field) {
        String hashField = "return redis.call('HGET', redis.call('KEYS', '*session:' .. ARGV[1])[1], ARGV[2])";
        return Long.parseLong(redis.command("EVAL", hashField, "0", id(), field));
    }

    boolean wasUsedAfter(long millis) {
        return usedFrom >= millis;
    }

    private Answer used(Supplier<Answer> request) {
        usedFrom = System.currentTimeMillis();
        Answer answer = request.get();
        usedUntil = System.currentTimeMillis();
        return answer;
    }

    String id() {
        return browser.cookies().sessionId();
    }

    /** The one end of this session among them; null while there is none. */
    End endAmong(List<End> ends) {
        List<End> mine = ends.stream().filter(end -> end.id().equals(id())).toList();
        assertThat(mine).as("ends of %s", name).hasSizeLessThan(2);
        return mine.isEmpty() ? null : mine.get(0);
    }

    /** @param grace what may pass after its life, and on a busy machine */
    void assertEndedInTime(End end, Duration grace) {
        assertThat(end.name()).isEqualTo(name);
        assertThat(end.millis())
                .as("end of %s", name)
                .isBetween(
                        usedFrom + life.toMillis(), usedUntil + life.plus(grace).toMillis());
    }
}
