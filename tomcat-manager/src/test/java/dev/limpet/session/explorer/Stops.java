package dev.limpet.session.explorer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;

import dev.limpet.session.Awaiter;
import dev.limpet.session.Budget;
import dev.limpet.session.ExplorerAccess;
import dev.limpet.session.Moment;
import dev.limpet.session.StoreUnavailableException;

/** Where the protocol's own code lets others go first: before a load leaves, and where it waits for an answer. */
final class Stops implements Awaiter {

    /** By the one who looks for a copy, by the one that knows whether sessions may end, and by the load itself. Once more when it is answered. */
    private static final int ASKED_WHEN_A_LOAD_LEAVES = 3;

    /** Whether that is so the stack tells, which takes longer than all else that a load does: now and then must do. */
    private static final int LOOKED_UP_ONE_OF = 256;

    private final World world;

    Stops(World world) {
        this.world = world;
    }

    Moment time(Host host) {
        Request request = world.running();
        boolean mayStop = request != null && request.host == host && !world.isBeginning();
        if (mayStop && world.scenario.isConcurrent() && isLeading(request)) {
            world.stop(request, Request.Stop.BEFORE_LOAD);
        }
        return host.now();
    }

    /** Before a load leaves, others may come and share it. */
    private static boolean isLeading(Request request) {
        if (request.phase != Request.Phase.WORKING || request.copy != null) {
            return false;
        }
        boolean leaves = ++request.timesAsked == ASKED_WHEN_A_LOAD_LEAVES;
        if (ThreadLocalRandom.current().nextInt(LOOKED_UP_ONE_OF) == 0) {
            checkOnStack(request.timesAsked >= ASKED_WHEN_A_LOAD_LEAVES);
        }
        request.loadLeft = leaves;
        if (request.timesAsked > ASKED_WHEN_A_LOAD_LEAVES) {
            request.timesAsked = 0;
        }
        return leaves;
    }

    private static void checkOnStack(boolean byLoad) {
        boolean is = StackWalker.getInstance()
                .walk(frames -> frames.skip(4).limit(1).anyMatch(frame -> frame.getMethodName()
                        .equals("lead")));
        if (is != byLoad) {
            throw new IllegalStateException("the time is asked for in other places than the explorer believes");
        }
    }

    @Override
    public <T> T await(CompletableFuture<T> answer, Budget budget) {
        Request request = world.isBeginning() ? null : world.running();
        if (request != null) {
            String where = isCall(answer) ? "" : whoWaits();
            if (!answer.isDone()) {
                request.waiting = new Waiting(answer, where);
            }
            boolean looksAgain = !where.isEmpty() && !where.equals("lead");
            if (looksAgain) {
                request.timesAsked = 0;
            }
        }
        if (!answer.isDone() && !world.isBeginning()) {
            world.waits();
        }
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreUnavailableException
                    ? ExplorerAccess.unavailable()
                    : new StoreUnavailableException("the store failed", e.getCause());
        }
    }

    private boolean isCall(CompletableFuture<?> answer) {
        return world.calls.stream().anyMatch(call -> call.answer == answer);
    }

    private static String whoWaits() {
        return StackWalker.getInstance().walk(frames -> frames.map(StackWalker.StackFrame::getMethodName)
                .filter(name -> !name.equals("await") && !name.equals("whoWaits"))
                .findFirst()
                .orElse(""));
    }
}
