package dev.limpet.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.limpet.session.NodeId;
import dev.limpet.session.SessionStore;

/**
 * Sessions in Redis: one script call for each step - two for a save that is not what its node took it for -, all keys of a session in one slot, everything
 * read from the master. Never blocks; answers come on Redisson's threads. The client is borrowed.
 */
public final class RedisSessionStore implements SessionStore {

    private static final int REPORTS_MISSED = 5;
    private static final int FEW = 3;
    private static final int MANY = 16;

    private final RedisClient client;
    private final BucketCalls buckets;
    private final RedisKeys keys;
    private final long touchMillis;
    private final long reportLifeMillis;

    /**
     * @param keyPrefix before every key
     * @param context names the application on all nodes and in all its versions
     * @param deployment names one version of it
     * @param touchInterval how long a use may go untold
     * @param beat the time between two beats
     */
    public RedisSessionStore(
            RedisClient client,
            String keyPrefix,
            String context,
            String deployment,
            Duration touchInterval,
            Duration beat) {
        this.client = client;
        this.buckets = new BucketCalls(client);
        this.keys = new RedisKeys(keyPrefix, context, deployment);
        this.touchMillis = touchInterval.toMillis();
        this.reportLifeMillis = beat.multipliedBy(REPORTS_MISSED).toMillis();
    }

    @Override
    public CompletableFuture<Found> load(Load load) {
        boolean known = load.known() != null;
        return session(Scripts.LOAD, load.id(), load.node().toString())
                .with(known ? load.known().birth() : "", known ? load.known().epoch() : -1, load.idleMillis())
                .with(load.overdueIsAbsent() ? "1" : "0")
                .call(Reply::found);
    }

    @Override
    public CompletableFuture<Outcome> save(Save save) {
        SaveArguments arguments = new SaveArguments(save);
        if (arguments.isHot()) {
            Call call = new Call(Scripts.SAVE_HOT, keys.session(save.id()))
                    .with(save.node(), save.birth(), arguments.epoch(), save.number());
            return common(call, save, arguments);
        }
        if (arguments.isNew()) {
            int bucket = RedisKeys.bucketOf(save.id());
            Call call = new Call(Scripts.SAVE_NEW, keys.session(bucket, save.id()))
                    .key(keys.deadlines(bucket))
                    .with(save.id(), save.node(), touchMillis, save.birth(), save.number(), save.createdMillis());
            return common(call, save, arguments);
        }
        return any(save, arguments);
    }

    /** By a script that knows one case and nothing else. Where it turns out not to be that case, a second trip: by the script that knows all of them. */
    private CompletableFuture<Outcome> common(Call call, Save save, SaveArguments arguments) {
        CompletionStage<Outcome> outcome = call.with(arguments.changes())
                .acknowledged()
                .thenCompose(answer -> answer == null
                        ? any(save, arguments)
                        : CompletableFuture.completedFuture(Reply.outcome(answer)));
        return Answers.of(outcome, Function.identity());
    }

    private CompletableFuture<Outcome> any(Save save, SaveArguments arguments) {
        return session(Scripts.SAVE, save.id(), save.node().toString())
                .with(save.birth(), arguments.epoch(), save.number(), arguments.mode(), arguments.createdOrUsed())
                .with(arguments.kinds())
                .with(arguments.changes())
                .acknowledged(Reply::outcome);
    }

    @Override
    public CompletableFuture<Outcome> rename(Rename rename) {
        return session(Scripts.RENAME, rename.id(), rename.node().toString())
                .key(keys.session(rename.newId()))
                .with(rename.birth(), rename.epoch(), rename.newId(), rename.fenced() ? "1" : "0")
                .acknowledged(Reply::outcome);
    }

    @Override
    public CompletableFuture<Ended> end(End end) {
        return session(Scripts.END, end.id(), end.node().toString())
                .with(end.birth())
                .acknowledged(Reply::ended);
    }

    @Override
    public CompletableFuture<Void> touch(Collection<Touch> touches) {
        Batch batch = client.batch();
        for (Touch touch : touches) {
            session(Scripts.TOUCH, touch.id(), "")
                    .with(touch.birth(), touch.idleMillis())
                    .addTo(batch);
        }
        return Answers.ofAll(batch.send()).thenApply(answers -> null);
    }

    @Override
    public CompletableFuture<BeatAnswer> beat(Beat beat) {
        List<Integer> asked = List.copyOf(beat.buckets());
        String register = keys.register(beat.node());
        CompletableFuture<Object> report = Answers.of(
                client.eval(
                        Scripts.REGISTER,
                        register,
                        List.of(register),
                        beat.node().incarnation(),
                        reportLifeMillis),
                Function.identity());
        CompletableFuture<List<BucketCalls.Answer>> found = buckets.call(
                Scripts.BEAT,
                asked.stream().map(bucket -> keys.drops(bucket, beat.node())).toList(),
                place -> worked(beat.worked().getOrDefault(asked.get(place), List.of())));
        return Answers.of(
                report.thenCombine(
                        found, (others, answers) -> new BeatAnswer(drops(asked, answers), Reply.numbers(others))),
                Function.identity());
    }

    private static List<Object> worked(List<Drop> drops) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(drops.size());
        for (Drop drop : drops) {
            arguments.add(drop.id());
            arguments.add(drop.epoch());
        }
        return arguments;
    }

    /** By bucket, of all that were asked for. */
    private static Map<Integer, List<Drop>> drops(List<Integer> asked, List<BucketCalls.Answer> answers) {
        Map<Integer, List<Drop>> drops = new HashMap<>();
        asked.forEach(bucket -> drops.put(bucket, new ArrayList<>()));
        for (BucketCalls.Answer answer : answers) {
            Reply.placed(answer.value()).forEach((place, entries) -> {
                List<Drop> ofBucket = drops.get(asked.get(answer.place() + place - 1));
                entries.forEach((id, epoch) -> ofBucket.add(new Drop(id, epoch)));
            });
        }
        return drops;
    }

    @Override
    public CompletableFuture<Void> leave(NodeId node) {
        String register = keys.register(node);
        return Answers.of(client.eval(Scripts.LEAVE, register, List.of(register), node.incarnation()), answer -> null);
    }

    @Override
    public CompletableFuture<List<String>> due(List<Integer> inBuckets, int limit) {
        return from(inBuckets.stream().map(keys::deadlines).toList(), Scripts.DUE, limit);
    }

    /** The ids that a script finds in keys of different buckets. */
    private CompletableFuture<List<String>> from(List<String> all, Script script, Object... arguments) {
        CompletableFuture<List<BucketCalls.Answer>> found =
                buckets.call(script, all, place -> place == 0 || buckets.isOneByOne() ? List.of(arguments) : List.of());
        return Answers.of(
                found.thenApply(answers -> answers.stream()
                        .flatMap(answer -> Reply.textsInOrder(answer.value()).stream())
                        .toList()),
                Function.identity());
    }

    @Override
    public CompletableFuture<List<String>> sessionsOf(String user) {
        return from(
                IntStream.range(0, buckets())
                        .mapToObj(bucket -> keys.user(bucket, user))
                        .toList(),
                Scripts.USER);
    }

    @Override
    public CompletableFuture<Found> claim(String id, NodeId node, Duration holdsFor) {
        return session(Scripts.CLAIM, id, node.toString())
                .with(holdsFor.toMillis())
                .call(Reply::found);
    }

    @Override
    public CompletableFuture<Boolean> finish(String id, NodeId node) {
        return session(Scripts.FINISH, id, node.toString()).call(Reply::isOne);
    }

    @Override
    public CompletableFuture<Boolean> exists(String id) {
        return session(Scripts.EXISTS, id, "").call(Reply::isOne);
    }

    @Override
    public int bucketOf(String id) {
        return RedisKeys.bucketOf(id);
    }

    @Override
    public int buckets() {
        return RedisKeys.BUCKETS;
    }

    /** Hears the drops of a node until closed. What is published while the connection is away is found by the beats. */
    public Subscription hear(NodeId node, Consumer<Drop> listener) {
        return client.subscribe(keys.channel(node), message -> {
            int space = message.indexOf(' ');
            listener.accept(new Drop(message.substring(space + 1), Long.parseLong(message.substring(0, space))));
        });
    }

    // --------------------------------------------------------------------------------------------------------- calls

    private Call session(Script script, String id, String node) {
        int bucket = RedisKeys.bucketOf(id);
        return new Call(script, keys.session(bucket, id))
                .key(keys.deadlines(bucket))
                .with(id, node, keys.dropsPrefix(bucket), keys.channelPrefix(), touchMillis);
    }

    /** A script on a session with its keys and arguments. */
    private final class Call {
        private final Script script;
        private final List<Object> scriptKeys = new ArrayList<>(FEW);
        private final List<Object> arguments = new ArrayList<>(MANY);

        Call(Script script, String session) {
            this.script = script;
            scriptKeys.add(session);
        }

        Call key(String key) {
            scriptKeys.add(key);
            return this;
        }

        Call with(Object... more) {
            Collections.addAll(arguments, more);
            return this;
        }

        <T> CompletableFuture<T> call(Function<Object, T> reader) {
            return Answers.of(client.eval(script, slotKey(), scriptKeys, arguments.toArray()), reader);
        }

        <T> CompletableFuture<T> acknowledged(Function<Object, T> reader) {
            return Answers.of(acknowledged(), reader);
        }

        CompletionStage<Object> acknowledged() {
            return client.evalAcknowledged(script, slotKey(), scriptKeys, arguments.toArray());
        }

        void addTo(Batch batch) {
            batch.add(script, slotKey(), scriptKeys, arguments.toArray());
        }

        private String slotKey() {
            return (String) scriptKeys.get(0);
        }
    }
}
