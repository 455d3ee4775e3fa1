package dev.limpet.session.explorer;

import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;

/** A thread that runs one fiber after the other. Made when all others are busy; a daemon. */
final class FiberThread extends Thread {

    /** Guarded by itself. */
    private static final ArrayDeque<FiberThread> IDLE = new ArrayDeque<>();

    private volatile Fiber next;

    private FiberThread(Fiber first) {
        super("explorer");
        next = first;
        setDaemon(true);
    }

    static void start(Fiber fiber) {
        FiberThread idle;
        synchronized (IDLE) {
            idle = IDLE.poll();
        }
        if (idle == null) {
            new FiberThread(fiber).start();
        } else {
            idle.next = fiber;
            LockSupport.unpark(idle);
        }
    }

    @Override
    public void run() {
        while (true) {
            Fiber fiber = next;
            if (fiber == null) {
                LockSupport.park(this);
                continue;
            }
            next = null;
            fiber.runOnItsOwn();
            synchronized (IDLE) {
                IDLE.push(this);
            }
        }
    }
}
