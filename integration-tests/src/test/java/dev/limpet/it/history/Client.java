package dev.limpet.it.history;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.CookieJar;
import dev.limpet.it.history.Operation.Kind;
import dev.limpet.it.history.Operation.Outcome;

/** Follows its plan, one request after another, and writes down what it was answered. Used by one thread. */
final class Client implements Runnable {

    private static final Duration PATIENCE = Duration.ofMillis(2500);
    private static final int OK = 200;

    private final int number;
    private final Plan plan;
    private final Group group;
    private final Habit habit;
    private final List<TomcatNode> nodes;
    private final CountDownLatch over;
    private Group.Seat seat;

    /** What it does with its cookies. */
    enum Habit {
        RETURNS_THEM,
        CUTS_THE_SUFFIX
    }

    private record Reply(Outcome outcome, String body) {

        /** What the attribute was before; null for none. */
        String value() {
            return body.startsWith("=") ? body.substring(1) : null;
        }
    }

    Client(int number, Plan plan, Group group, Habit habit, List<TomcatNode> nodes, CountDownLatch over) {
        this.number = number;
        this.plan = plan;
        this.group = group;
        this.habit = habit;
        this.nodes = nodes;
        this.over = over;
    }

    @Override
    public void run() {
        try {
            for (Plan.Step step = plan.next(); !isOverAfter(step.think()); step = plan.next()) {
                take(step);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOverAfter(Duration time) throws InterruptedException {
        return over.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void take(Plan.Step step) {
        TomcatNode node = nodes.get(step.node());
        seat = seat == null ? group.join() : seat;
        if (seat == null) {
            create(node);
        } else {
            String attribute = step.kind() == Kind.RENAME || step.kind() == Kind.LOGOUT ? null : step.attribute();
            perform(node, step.kind(), attribute, "c" + number + "-" + step.number());
        }
    }

    /** At the end, with all faults healed: every attribute from every node. */
    void readEverything() {
        seat = seat == null ? group.join() : seat;
        for (TomcatNode node : nodes) {
            for (String attribute : Plan.ATTRIBUTES) {
                if (seat != null) {
                    perform(node, Kind.GET, attribute, null);
                }
            }
        }
    }

    private void create(TomcatNode node) {
        Browser browser = Browser.create().patient(PATIENCE);
        Reply reply = post(browser, node, Kind.CREATE.path(), "");
        if (reply != null && reply.outcome() == Outcome.DONE) {
            group.created(browser);
        }
    }

    private void perform(TomcatNode node, Kind kind, String attribute, String value) {
        Operation sent = sentNow(node.name(), kind, attribute, kind == Kind.SET ? value : null);
        Reply reply = post(seat.browser(), node, kind.path(), "name=" + attribute + "&value=" + sent.written());
        if (reply != null) {
            Operation answered = sent.answered(reply.outcome(), reply.value(), System.nanoTime());
            boolean renamed = kind == Kind.RENAME && answered.isDone();
            seat.life()
                    .add(renamed ? answered.renamedTo(seat.browser().cookies().sessionId()) : answered);
            after(kind, reply.outcome());
        }
    }

    private Operation sentNow(String node, Kind kind, String attribute, String written) {
        CookieJar cookies = seat.browser().cookies();
        if (habit == Habit.CUTS_THE_SUFFIX) {
            cookies.cutSuffix();
        }
        boolean proof = node.equals(cookies.suffix());
        return Operation.sent(
                seat.client(), kind, node, cookies.sessionId(), proof, attribute, written, System.nanoTime());
    }

    private void after(Kind kind, Outcome outcome) {
        if (outcome == Outcome.ABSENT || outcome == Outcome.DONE && kind == Kind.LOGOUT) {
            group.left(seat);
            seat = null;
        } else if (outcome == Outcome.DONE && kind == Kind.RENAME) {
            group.renamed(seat);
        }
    }

    /** Null: the request has not been sent. */
    private static Reply post(Browser browser, TomcatNode node, String path, String form) {
        try {
            Answer answer = browser.post(node.url() + path, form);
            if (answer.status() != OK) {
                return new Reply(Outcome.REFUSED, "");
            }
            return new Reply(answer.body().equals("none") ? Outcome.ABSENT : Outcome.DONE, answer.body());
        } catch (UncheckedIOException e) {
            return e.getCause() instanceof ConnectException ? null : new Reply(Outcome.BROKEN, "");
        }
    }
}
