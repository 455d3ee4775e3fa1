package dev.limpet.cluster.proxy;

import java.util.function.BooleanSupplier;

/** Lets threads pass while it is open, and those who should give up. Safe for all threads. */
final class Gate {
    private boolean open; // Guarded by this

    Gate(boolean open) {
        this.open = open;
    }

    synchronized void open() {
        open = true;
        notifyAll();
    }

    synchronized void close() {
        open = false;
    }

    synchronized boolean isOpen() {
        return open;
    }

    /** Waits until it is open or the waiter is to give up; {@link #reconsider()} makes it ask again. */
    synchronized void pass(BooleanSupplier givesUp) throws InterruptedException {
        while (!open && !givesUp.getAsBoolean()) {
            wait();
        }
    }

    synchronized void reconsider() {
        notifyAll();
    }
}
