package dev.limpet.session.explorer;

import java.util.concurrent.locks.LockSupport;

/** A thread that runs only while it holds its world's {@link Baton}: a request or a beat that can stop anywhere it waits and go on whenever a schedule says so. */
final class Fiber {

    /** Unwinds what a schedule that is over has left standing. */
    @SuppressWarnings("serial")
    static final class Abandoned extends Error {
        Abandoned() {
            super("the schedule is over", null, false, false);
        }
    }

    private final Runnable body;
    private volatile boolean awake;
    private volatile Thread thread;
    private volatile boolean finished;

    Fiber(Runnable body) {
        this.body = body;
    }

    /** The calling thread as one. */
    static Fiber here() {
        Fiber fiber = new Fiber(() -> {});
        fiber.thread = Thread.currentThread();
        return fiber;
    }

    boolean isStanding() {
        return thread != null && !finished;
    }

    /** Lets it go on, or begin. */
    void wake() {
        awake = true;
        Thread mine = thread;
        if (mine == null) {
            FiberThread.start(this);
        } else {
            LockSupport.unpark(mine);
        }
    }

    void sleep() {
        while (!awake) {
            LockSupport.park(this);
        }
        awake = false;
    }

    void run(Thread worker) {
        thread = worker;
        awake = false;
        try {
            body.run();
        } catch (Abandoned e) {
            // as intended: nothing is left to do
        } finally {
            finished = true;
        }
    }
}
