package dev.limpet.session.explorer;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

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
    private final Runnable afterwards;
    private volatile boolean awake;
    private volatile Thread thread;
    private volatile boolean finished;

    /** @param afterwards what a thread does that was taken for this fiber alone */
    Fiber(Runnable body, Runnable afterwards) {
        this.body = body;
        this.afterwards = afterwards;
    }

    /** The calling thread as one. */
    static Fiber here() {
        Fiber fiber = new Fiber(() -> {}, () -> {});
        fiber.thread = Thread.currentThread();
        return fiber;
    }

    boolean hasBegun() {
        return thread != null;
    }

    boolean isStanding() {
        return thread != null && !finished;
    }

    /** Lets it go on, or begin on a thread of its own. */
    void wake() {
        if (thread == null) {
            FiberThread.start(this);
        } else {
            awake = true;
            rouse();
        }
    }

    /** Its thread looks whether there is anything new. */
    void rouse() {
        LockSupport.unpark(thread);
    }

    void sleep(BooleanSupplier over) {
        while (!awake && !over.getAsBoolean()) {
            LockSupport.park(this);
        }
        awake = false;
    }

    /** From its beginning to its end, on the calling thread. */
    void run() {
        thread = Thread.currentThread();
        try {
            body.run();
        } finally {
            finished = true;
        }
    }

    void runOnItsOwn() {
        run();
        afterwards.run();
    }
}
