package dev.limpet.session.explorer;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.limpet.session.ExplorerAccess;
import dev.limpet.session.NodeId;
import dev.limpet.session.SessionStore;

/** The store as one node of an {@link ExpiryWorld} reaches it: touches, saves, claims and their ends are on their way for a while, the rest is answered at once. */
final class ExpiryStore implements SessionStore {

    private final ExpiryWorld world;
    private final int node;

    ExpiryStore(ExpiryWorld world, int node) {
        this.world = world;
        this.node = node;
    }

    private SessionStore inner() {
        return world.store.asNodesSeeIt();
    }

    private <T> CompletableFuture<T> atOnce(Supplier<CompletableFuture<T>> script) {
        return world.reaches(node) ? script.get() : ExplorerAccess.failed();
    }

    @Override
    public CompletableFuture<Found> load(Load load) {
        return atOnce(() -> inner().load(load));
    }

    @Override
    public CompletableFuture<BeatAnswer> beat(Beat beat) {
        return atOnce(() -> inner().beat(beat));
    }

    @Override
    public CompletableFuture<List<String>> due(List<Integer> buckets, int limit) {
        return atOnce(() -> inner().due(buckets, limit));
    }

    @Override
    public CompletableFuture<Void> touch(Collection<Touch> touches) {
        return world.writes(false, true, () -> inner().touch(touches));
    }

    @Override
    public CompletableFuture<Outcome> save(Save save) {
        return world.writes(true, save.tellsUse(), () -> inner().save(save));
    }

    @Override
    public CompletableFuture<Found> claim(String id, NodeId claimer, Duration holdsFor) {
        return world.sweeps(node, ExpiryWorld.Work.FOUND, () -> inner().claim(id, claimer, holdsFor));
    }

    @Override
    public CompletableFuture<Boolean> finish(String id, NodeId claimer) {
        return world.sweeps(node, ExpiryWorld.Work.FIRED, () -> inner().finish(id, claimer));
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
    public CompletableFuture<Outcome> rename(Rename rename) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Ended> end(End end) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> leave(NodeId leaving) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Boolean> exists(String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<List<String>> sessionsOf(String user) {
        throw new UnsupportedOperationException();
    }
}
