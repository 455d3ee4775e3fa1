package dev.limpet.session.explorer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.limpet.session.Awaiter;
import dev.limpet.session.Budget;
import dev.limpet.session.Copy;
import dev.limpet.session.ExplorerAccess;
import dev.limpet.session.Moment;
import dev.limpet.session.NodeId;
import dev.limpet.session.SessionNode;
import dev.limpet.session.SessionStore;
import dev.limpet.session.SizeLimit;
import dev.limpet.session.StoreUnavailableException;
import dev.limpet.session.Terms;
import dev.limpet.session.Values;

/**
 * One session at home on A on the way to its end, through the real classes: its user comes to A or B, B and C sweep. Time goes by in whole ticks and stands
 * still only for what is due. {@link ExpirySteps} says what can happen, {@link ExpiryChecks} what must not.
 */
final class ExpiryWorld {

    static final int A = 0;
    static final int B = 1;
    static final int C = 2;

    /** In ticks. The pad is a quarter of max inactive; the others only have to be long enough: the grace longer than a flight, the day longer than an outage. */
    static final int MAX_INACTIVE = 12;

    static final int PAD = 3;
    static final int FLIGHT = 2;
    static final int LEASE = 1;
    static final int GRACE = 3;
    static final int OUTAGE = 9;
    static final int DAY = 20;
    static final int LONG_AGO = -1_000;
    static final int NEVER = 100_000;

    static final String ID = "Aa";
    private static final String BIRTH = "birth";
    private static final String NEXT_BIRTH = "next birth";
    private static final int TICK_SECONDS = 10;
    private static final Duration TICK = Duration.ofSeconds(TICK_SECONDS);
    private static final Terms TERMS = new Terms(
            TICK.multipliedBy(LEASE).plusMillis(1),
            Duration.ofHours(1), // A beats in some ticks only
            Duration.ofHours(1),
            Duration.ofSeconds(1),
            TICK.multipliedBy(GRACE).minusMillis(1),
            TICK.plusMillis(1),
            1_000);

    enum Work {
        IDLE,
        /** Its claim is about to run. */
        FOUND,
        /** Has claimed, and not yet told the application. */
        HOLDS,
        /** Its end of the claim is about to run. */
        FIRED
    }

    /** On its way from A to the store. */
    static final class Write {
        final int sent;
        final int use;
        /** Waits for the answer; null: nobody waits for a touch. */
        final Fiber fiber;

        final Runnable script;
        final Runnable loss;
        final boolean tellsUse;
        boolean late;

        Write(int sent, int use, Fiber fiber, boolean tellsUse, Runnable script, Runnable loss) {
            this.sent = sent;
            this.use = use;
            this.fiber = fiber;
            this.tellsUse = tellsUse;
            this.script = script;
            this.loss = loss;
        }

        boolean isSave() {
            return fiber != null;
        }

        @Override
        public String toString() {
            return (isSave() ? "the save" : "the touch") + " of tick " + sent;
        }
    }

    /** A node and what it does about expiry. */
    static final class Sweeper {
        SessionNode node;
        Runnable sweep;
        Fiber fiber;
        Runnable script;
        Work work = Work.IDLE;
        boolean stalled;
        int holdsUntil;
        int quietUntil;
        int incarnation;
    }

    final ExpiryScenario scenario;
    final ExplorerAccess.Store store;
    final Sweeper[] nodes = {new Sweeper(), new Sweeper(), new Sweeper()};
    final List<Write> flying = new ArrayList<>();
    final List<SessionStore.Drop> inbox = new ArrayList<>();
    final ExpiryChecks checks = new ExpiryChecks(this);

    int now;
    boolean down;
    boolean cut;
    int downSince;
    boolean running = true;
    boolean cookieOfA = true;
    int usedAtA;

    private final Baton baton;
    private final Function<ExpiryWorld, Step> chooser;

    ExpiryWorld(ExpiryScenario scenario, Function<ExpiryWorld, Step> chooser) {
        this.scenario = scenario;
        this.chooser = chooser;
        this.store =
                new ExplorerAccess.Store(this::millis, TERMS.touchInterval(), TICK.multipliedBy(DAY), this::publish);
        this.baton = new Baton(this::schedule);
    }

    /** From the beginning to where the chooser ends it. Throws what does not hold. */
    void run() throws Throwable {
        now = -GRACE - 1;
        for (int i = A; i <= C; i++) {
            start(i);
            nodes[i].quietUntil = 0;
        }
        now = 0;
        create(nodes[A].node.id(), BIRTH);
        find(A, true);
        baton.drive();
    }

    void create(NodeId owner, String birth) {
        byte[] seconds = Integer.toString(MAX_INACTIVE * TICK_SECONDS).getBytes(StandardCharsets.US_ASCII);
        Map<String, SessionStore.Change> changes =
                Map.of(ExplorerAccess.maxInactive(), new SessionStore.Change(seconds, false));
        store.asNodesSeeIt().save(new SessionStore.Save(ID, birth, 0, false, owner, 1, true, changes, 0));
    }

    void createNext() {
        create(nodes[B].node.id(), NEXT_BIRTH);
    }

    /** A node starts, or starts anew. */
    void start(int i) {
        Sweeper sweeper = nodes[i];
        NodeId id = new NodeId("ABC".substring(i, i + 1), Integer.toString(sweeper.incarnation++));
        Values values = new Values(new Numbers(), Values.Unreadable.FAIL, Values.MutationDetection.TOUCHED);
        ExpiryStore reached = new ExpiryStore(this, i);
        sweeper.node = new SessionNode(id, TERMS, reached, values, SizeLimit.none(), this::moment, awaiter());
        sweeper.sweep = ExplorerAccess.sweep(sweeper.node, reached, awaiter(), copy -> fire(sweeper));
        sweeper.work = Work.IDLE;
        sweeper.stalled = false;
        sweeper.quietUntil = now + GRACE;
        beat(i);
    }

    private Fiber schedule() {
        while (true) {
            Step step = chooser.apply(this);
            if (step == null) {
                return null;
            }
            Fiber next = step.action().get();
            checks.always();
            if (next != null) {
                return next;
            }
        }
    }

    private Awaiter awaiter() {
        return new Awaiter() {
            @Override
            public <T> T await(CompletableFuture<T> answer, Budget budget) {
                if (!answer.isDone()) {
                    baton.stop();
                }
                try {
                    return answer.join();
                } catch (CompletionException e) {
                    throw e.getCause() instanceof StoreUnavailableException known
                            ? known
                            : new IllegalStateException(e);
                }
            }
        };
    }

    private long millis() {
        return 100_000_000L + now * TICK.toMillis();
    }

    int ticksSince(long millis) {
        return (int) Math.floorDiv(millis() - millis, TICK.toMillis());
    }

    private Moment moment() {
        return new Moment(millis() * 1_000_000, millis());
    }

    private void publish(NodeId owner, SessionStore.Drop drop) {
        if (owner.equals(nodes[A].node.id())) {
            inbox.add(drop);
        }
    }

    /** The session has ended, and nothing that has to do with it is under way. */
    boolean isOver() {
        boolean idle = Arrays.stream(nodes).allMatch(node -> node.work == Work.IDLE);
        return idle && flying.isEmpty() && store.life(ID) == null;
    }

    // --------------------------------------------------------------------------------------------------------- nodes

    boolean reaches(int node) {
        return !down && !(cut && node == A);
    }

    /** @return whether it was answered */
    boolean beat(int node) {
        try {
            nodes[node].node.beat();
            if (node == A) {
                inbox.clear();
            }
            return true;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    /** A request of the user; null: nobody knows whether there is a session. */
    SessionNode.Found find(int node, boolean proven) {
        try {
            SessionNode.Found found = nodes[node].node.find(ID, proven, nodes[node].node.budget());
            if (found.copy() != null) {
                answer(nodes[node].node, found.copy());
                found.copy().leave();
            }
            return found;
        } catch (StoreUnavailableException e) {
            return null;
        }
    }

    /** The commit point of a request that changes nothing; what another one is about to save is that one's business. */
    private static void answer(SessionNode node, Copy copy) {
        if (!copy.mayNeedSaving()) {
            node.save(copy, node.budget());
        }
    }

    /** The request changes something; its save leaves. */
    Fiber change(Copy copy) {
        return baton.fiber(() -> {
            copy.enter();
            copy.content().put("x", now & 0x7F, true);
            try {
                nodes[A].node.save(copy, nodes[A].node.budget());
            } catch (StoreUnavailableException e) {
                // the changes stay pending
            } finally {
                copy.leave();
            }
        });
    }

    <T> CompletableFuture<T> writes(boolean save, boolean tellsUse, Supplier<CompletableFuture<T>> script) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (!reaches(A)) {
            return ExplorerAccess.failed();
        }
        Runnable run = () -> script.get().whenComplete((value, failure) -> answer.complete(value));
        Runnable loss = () -> answer.completeExceptionally(ExplorerAccess.unavailable());
        flying.add(new Write(now, usedAtA, save ? baton.running() : null, tellsUse, run, loss));
        return answer;
    }

    // ------------------------------------------------------------------------------------------------------ sweeping

    Fiber sweep(int node) {
        Sweeper sweeper = nodes[node];
        sweeper.fiber = baton.fiber(() -> {
            try {
                sweeper.sweep.run();
            } catch (StoreUnavailableException e) {
                // what was claimed is claimed again
            }
            sweeper.work = Work.IDLE;
            sweeper.stalled = false;
        });
        return sweeper.fiber;
    }

    <T> CompletableFuture<T> sweeps(int node, Work work, Supplier<CompletableFuture<T>> script) {
        Sweeper sweeper = nodes[node];
        CompletableFuture<T> answer = new CompletableFuture<>();
        sweeper.work = work;
        sweeper.script = () -> {
            if (reaches(node)) {
                script.get().whenComplete((value, failure) -> answer.complete(value));
            } else {
                answer.completeExceptionally(ExplorerAccess.unavailable());
            }
        };
        return answer;
    }

    private void fire(Sweeper sweeper) {
        sweeper.work = Work.HOLDS;
        sweeper.holdsUntil = now + 1;
        baton.stop();
        checks.fired();
    }

    Fiber goOn(Sweeper sweeper) {
        if (sweeper.script != null && sweeper.work != Work.HOLDS) {
            sweeper.script.run();
            sweeper.script = null;
        }
        return sweeper.fiber;
    }
}
