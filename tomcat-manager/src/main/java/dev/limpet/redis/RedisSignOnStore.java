package dev.limpet.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.limpet.session.SignOnStore;

/**
 * The single sign-ons of a host in Redis: one hash each, on a key of its own with an end of its own, one script call for each step. Never blocks; answers come
 * on Redisson's threads. The client is borrowed.
 */
public final class RedisSignOnStore implements SignOnStore {

    private final RedisClient client;
    private final String keyPrefix;
    private final String channel;

    /**
     * @param prefix before every key
     * @param host names the host on all nodes
     */
    public RedisSignOnStore(RedisClient client, String prefix, String host) {
        this.client = client;
        this.keyPrefix = prefix + ":" + host + ":signon:";
        this.channel = prefix + ":" + host + ":signoff";
    }

    @Override
    public CompletableFuture<Void> open(String id, SignOn signOn, Member first, int timeoutSeconds) {
        return changing(
                Scripts.OPEN_SIGN_ON,
                id,
                answer -> null,
                signOn.authType(),
                signOn.principal(),
                text(first),
                timeoutSeconds);
    }

    @Override
    public CompletableFuture<Boolean> update(String id, SignOn signOn) {
        return changing(Scripts.UPDATE_SIGN_ON, id, Reply::isOne, signOn.authType(), signOn.principal());
    }

    @Override
    public CompletableFuture<SignOn> load(String id) {
        return reading(Scripts.LOAD_SIGN_ON, id, RedisSignOnStore::signOn);
    }

    private static SignOn signOn(Object answer) {
        List<?> fields = (List<?>) answer;
        return fields.isEmpty()
                ? null
                : new SignOn(new String((byte[]) fields.get(0), StandardCharsets.UTF_8), (byte[]) fields.get(1));
    }

    @Override
    public CompletableFuture<Boolean> join(String id, Member member, Member before, int timeoutSeconds) {
        return changing(
                Scripts.JOIN_SIGN_ON,
                id,
                Reply::isOne,
                text(member),
                timeoutSeconds,
                before == null ? "" : text(before));
    }

    @Override
    public CompletableFuture<Void> leave(String id, Member member) {
        return changing(Scripts.LEAVE_SIGN_ON, id, answer -> null, text(member), channel, id);
    }

    @Override
    public CompletableFuture<List<Member>> members(String id) {
        return reading(Scripts.MEMBERS_OF_SIGN_ON, id, RedisSignOnStore::members);
    }

    @Override
    public CompletableFuture<List<Member>> end(String id) {
        return changing(Scripts.END_SIGN_ON, id, RedisSignOnStore::members, channel, id);
    }

    /** Hears the ends of sign-ons on all nodes until closed; what is published while the connection is away is lost. */
    public Subscription hear(Consumer<String> listener) {
        return client.subscribe(channel, listener);
    }

    private static List<Member> members(Object answer) {
        return Reply.textsInOrder(answer).stream().map(RedisSignOnStore::member).toList();
    }

    private static String text(Member member) {
        return member.sessionId() + " " + member.path();
    }

    private static Member member(String text) {
        int space = text.indexOf(' ');
        return new Member(text.substring(0, space), text.substring(space + 1));
    }

    private <T> CompletableFuture<T> reading(Script script, String id, Function<Object, T> reader) {
        return Answers.of(client.eval(script, key(id), List.of(key(id))), reader);
    }

    private <T> CompletableFuture<T> changing(
            Script script, String id, Function<Object, T> reader, Object... arguments) {
        return Answers.of(client.evalAcknowledged(script, key(id), List.of(key(id)), arguments), reader);
    }

    private String key(String id) {
        return keyPrefix + id;
    }
}
