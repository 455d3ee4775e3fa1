package dev.limpet.session.explorer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Lets one fiber of a world run at a time. Whoever stops decides itself who goes on: it asks the world's schedule, which carries out all steps that need no
 * fiber on the way. Everything in a world is touched by the holder of its baton alone.
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
        pass(driver);
        fibers.stream().filter(Fiber::isStanding).forEach(Fiber::wake);
        if (failure != null) {
            throw failure;
        }
    }

    Fiber fiber(Runnable body) {
        Fiber fiber = new Fiber(() -> {
            try {
                body.run();
            } catch (Fiber.Abandoned e) {
                throw e;
            } catch (RuntimeException | Error e) {
                fail(e);
            }
            next();
        });
        fibers.add(fiber);
        return fiber;
    }

    /** The fiber that holds the baton, or held it last if steps are carried out that need none. */
    Fiber running() {
        return running;
    }

    /** The fiber that holds the baton stops here until the schedule lets it go on. */
    void stop() {
        pass(running);
    }

    private void pass(Fiber me) {
        if (next() == me) {
            return;
        }
        me.sleep();
        if (over && me != driver) {
            throw new Fiber.Abandoned();
        }
    }

    /** Hands the baton on; to oneself: nothing to do. */
    private Fiber next() {
        Fiber me = running;
        Fiber next = over ? null : choose();
        if (next == null) {
            over = true;
            next = driver;
        }
        running = next;
        if (next != me) {
            next.wake();
        }
        return next;
    }

    private Fiber choose() {
        try {
            return schedule.get();
        } catch (RuntimeException | Error e) {
            fail(e);
            return null;
        }
    }

    private void fail(Throwable e) {
        over = true;
        if (failure == null) {
            failure = e;
        }
    }
}
