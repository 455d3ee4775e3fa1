package dev.limpet.redis;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * Daemon threads that know the class loader of this jar and no web application's: they outlive the application during
 * whose start, or in whose request, they come to be.
 */
final class OwnThreads extends DefaultThreadFactory {

    OwnThreads(String prefix) {
        super(prefix, true);
    }

    /**
     * Starts a thread that takes nothing over from the caller: not its class loader, not its inheritable thread locals,
     * and not the protection domains on its stack, which a thread remembers of the one that makes it. Hence the detour
     * over a worker of a fork-join pool, which has none. Threads made by the new thread are as clean.
     */
    static Thread startClean(String name, Runnable task) {
        ForkJoinPool cradle = new ForkJoinPool(1);
        try {
            return cradle.submit(() -> start(name, task)).join();
        } finally {
            cradle.shutdown();
        }
    }

    private static Thread start(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(OwnThreads.class.getClassLoader());
        thread.start();
        return thread;
    }

    /** One new thread a task, for those who keep it as long as they live. */
    Executor perTask() {
        return task -> newThread(task).start();
    }

    @Override
    protected Thread newThread(Runnable task, String name) {
        Thread thread = super.newThread(task, name);
        thread.setContextClassLoader(OwnThreads.class.getClassLoader());
        return thread;
    }
}
