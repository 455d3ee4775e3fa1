package dev.limpet.session.explorer;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.limpet.session.ExplorerAccess;
import dev.limpet.session.NodeId;
import dev.limpet.session.SessionStore;

/** The store as one node reaches it: each call is handed to the world, whose schedule says when its script runs and when its answer comes. */
final class SteppedStore implements SessionStore {

    private static final StateKey.Key NOTHING = new StateKey.Key(0, 0);

    private final World world;
    private final Host host;

    SteppedStore(World world, Host host) {
        this.world = world;
        this.host = host;
    }

    private SessionStore inner() {
        return world.store.asNodesSeeIt();
    }

    @SuppressWarnings("unchecked")
    private <T> CompletableFuture<T> call(Call.Kind kind, Record command, Supplier<CompletableFuture<T>> script) {
        Request request = world.running();
        Object memory = null;
        StateKey.Key unsaved = NOTHING;
        if (request != null && request.copy != null) {
            memory = ExplorerAccess.entry(request.copy);
            unsaved = world.keys.pending(request.copy);
        }
        Call call = new Call(kind, host, request, command, memory, unsaved, script);
        world.sent(call);
        return (CompletableFuture<T>) call.answer;
    }

    @Override
    public CompletableFuture<Found> load(Load load) {
        return call(Call.Kind.LOAD, load, () -> inner().load(load));
    }

    @Override
    public CompletableFuture<Outcome> save(Save save) {
        return call(Call.Kind.SAVE, save, () -> inner().save(save));
    }

    @Override
    public CompletableFuture<Outcome> rename(Rename rename) {
        return call(Call.Kind.RENAME, rename, () -> inner().rename(rename));
    }

    @Override
    public CompletableFuture<Ended> end(End end) {
        return call(Call.Kind.END, end, () -> inner().end(end));
    }

    @Override
    public CompletableFuture<BeatAnswer> beat(Beat beat) {
        return call(Call.Kind.BEAT, beat, () -> inner().beat(beat));
    }

    @Override
    public int bucketOf(String id) {
        return inner().bucketOf(id);
    }

    @Override
    public int buckets() {
        return inner().buckets();
    }

    @Override
    public CompletableFuture<Void> touch(Collection<Touch> touches) {
        throw new Violation("a touch though no use is old");
    }

    @Override
    public CompletableFuture<Void> leave(NodeId node) {
        throw new UnsupportedOperationException("no node stops in an orderly way here");
    }

    @Override
    public CompletableFuture<List<String>> due(List<Integer> buckets, int limit) {
        throw new UnsupportedOperationException("nothing expires here");
    }

    @Override
    public CompletableFuture<List<String>> sessionsOf(String user) {
        throw new UnsupportedOperationException("nobody logs in here");
    }

    @Override
    public CompletableFuture<Found> claim(String id, NodeId node, Duration holdsFor) {
        throw new UnsupportedOperationException("nothing expires here");
    }

    @Override
    public CompletableFuture<Boolean> finish(String id, NodeId node) {
        throw new UnsupportedOperationException("nothing expires here");
    }

    @Override
    public CompletableFuture<Boolean> exists(String id) {
        throw new UnsupportedOperationException("nobody only looks here");
    }
}
