package dev.limpet.session.explorer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.limpet.session.Awaiter;
import dev.limpet.session.Budget;
import dev.limpet.session.ExplorerAccess;
import dev.limpet.session.Moment;
import dev.limpet.session.StoreUnavailableException;

/** Where the protocol's own code lets others go first: before a load leaves, and where it waits for an answer. */
final class Stops implements Awaiter {

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

    /** A load asks for the time once before it leaves and once when it is answered. Before it leaves, others may come and share it. */
    private static boolean isLeading(Request request) {
        if (request.phase != Request.Phase.WORKING || request.copy != null) {
            return false;
        }
        request.loadLeft = !request.loadLeft && isInLoad();
        return request.loadLeft;
    }

    private static boolean isInLoad() {
        return StackWalker.getInstance().walk(frames -> frames.skip(4).limit(1).anyMatch(frame -> frame.getMethodName()
                .equals("lead")));
    }

    @Override
    public <T> T await(CompletableFuture<T> answer, Budget budget) {
        if (!answer.isDone() && !world.isBeginning()) {
            Request request = world.running();
            if (request != null) {
                request.waiting = new Waiting(answer, isCall(answer) ? "" : whoWaits());
            }
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
