package dev.limpet.session.explorer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Lets one fiber of a world run at a time. Whoever stops decides itself who goes on: it asks the world's schedule, which carries out all steps that need no
 * fiber on the way. Everything in a world is touched by the holder of its baton alone. A thread whose fiber has ended runs the next new one itself, and so
 * does the driver's, which has nothing else to do: handing the baton from thread to thread is what a schedule takes longest for.
 */
final class Baton {

    private final Supplier<Fiber> schedule;
    private final List<Fiber> fibers = new ArrayList<>();
    private Fiber driver;
    private Fiber running;
    private volatile boolean over;
    private Throwable failure;

    /** @param schedule carries out steps until a fiber has to go on; null: it is over */
    Baton(Supplier<Fiber> schedule) {
        this.schedule = schedule;
    }

    /** Runs the schedule to its end. Fails as its steps and fibers do. */
    void drive() throws Throwable {
        driver = Fiber.here();
        running = driver;
        serve();
        driver.sleep(() -> over);
        if (failure != null) {
            throw failure;
        }
    }

    Fiber fiber(Runnable body) {
        Fiber fiber = new Fiber(
                () -> {
                    try {
                        body.run();
                    } catch (Fiber.Abandoned e) {
                        // as intended: nothing is left to do
                    } catch (RuntimeException | Error e) {
                        end(e);
                    }
                },
                this::serve);
        fibers.add(fiber);
        return fiber;
    }

    /** The fiber that holds the baton, or held it last if steps are carried out that need none. */
    Fiber running() {
        return running;
    }

    /** The fiber that holds the baton stops here until the schedule lets it go on. */
    void stop() {
        Fiber me = running;
        Fiber next = next();
        if (next == me) {
            return;
        }
        if (next != null) {
            next.wake();
            me.sleep(() -> over);
        }
        if (over) {
            throw new Fiber.Abandoned();
        }
    }

    /** Nobody needs the calling thread: it runs new fibers, until one has to go on that stands elsewhere. */
    private void serve() {
        Fiber next = next();
        while (next != null && !next.hasBegun()) {
            next.run();
            next = next();
        }
        if (next != null) {
            next.wake();
        }
    }

    /** Hands the baton on. @return to whom; null: the schedule is over */
    private Fiber next() {
        if (over) {
            return null;
        }
        Fiber next = null;
        Throwable thrown = null;
        try {
            next = schedule.get();
        } catch (RuntimeException | Error e) {
            thrown = e;
        }
        if (next == null) {
            end(thrown);
        } else {
            running = next;
        }
        return next;
    }

    /** What still stands is abandoned. */
    private void end(Throwable thrown) {
        if (!over) {
            failure = thrown;
            over = true;
            fibers.stream().filter(Fiber::isStanding).forEach(Fiber::rouse);
            driver.rouse();
        }
    }
}
