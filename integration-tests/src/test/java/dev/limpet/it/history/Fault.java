package dev.limpet.it.history;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.limpet.cluster.proxy.Hold;
import dev.limpet.it.harness.Trips;

/** What goes wrong on a node or on its way to Redis, and is over when {@link #happen} returns. */
enum Fault {
    /** The node hears no messages. */
    NO_MESSAGES {
        @Override
        void happen(Testbed.Member on, Duration length, CountDownLatch over) throws InterruptedException {
            Hold subscriptions = on.proxy().hold(Fault::isSubscription);
            on.proxy().cutSubscribers();
            over.await(length.toMillis(), TimeUnit.MILLISECONDS);
            subscriptions.release();
        }
    },
    /** The node hears neither messages nor what its beats ask for. */
    NO_NEWS {
        @Override
        void happen(Testbed.Member on, Duration length, CountDownLatch over) throws InterruptedException {
            Hold beats = on.proxy().hold(Trips.beats());
            NO_MESSAGES.happen(on, length, over);
            beats.cut();
        }
    },
    /** What it asks of sessions comes late. */
    SLOW_SCRIPTS {
        @Override
        void happen(Testbed.Member on, Duration length, CountDownLatch over) throws InterruptedException {
            Hold scripts = on.proxy().hold(Trips.anything());
            over.await(length.toMillis(), TimeUnit.MILLISECONDS);
            scripts.release();
        }
    },
    /** What it is answered comes late. */
    SLOW_ANSWERS {
        @Override
        void happen(Testbed.Member on, Duration length, CountDownLatch over) throws InterruptedException {
            Hold answers = on.proxy().holdReply(Trips.anything());
            over.await(length.toMillis(), TimeUnit.MILLISECONDS);
            answers.release();
        }
    },
    /** What it is answered does not come. */
    LOST_ANSWERS {
        @Override
        void happen(Testbed.Member on, Duration length, CountDownLatch over) throws InterruptedException {
            Hold answers = on.proxy().holdReply(Trips.anything());
            over.await(length.toMillis(), TimeUnit.MILLISECONDS);
            answers.cut();
        }
    },
    /** SIGSTOP, SIGCONT. */
    FREEZE {
        @Override
        void happen(Testbed.Member on, Duration length, CountDownLatch over) throws InterruptedException {
            on.node().freeze();
            over.await(length.toMillis(), TimeUnit.MILLISECONDS);
            on.node().thaw();
        }
    },
    /** SIGKILL, and a new start. */
    KILL {
        @Override
        void happen(Testbed.Member on, Duration length, CountDownLatch over) throws InterruptedException {
            on.node().kill();
            over.await(length.toMillis(), TimeUnit.MILLISECONDS);
            on.node().start().awaitStarted();
        }
    },
    /** SIGTERM, and a new start. */
    RESTART {
        @Override
        void happen(Testbed.Member on, Duration length, CountDownLatch over) {
            on.node().restart();
        }
    };

    /** What the messages, the way to Redis and the processes suffer, independently of each other: the more often it stands here, the more often. */
    static final List<List<Fault>> TROUBLES = List.of(
            List.of(NO_MESSAGES, NO_NEWS),
            List.of(SLOW_SCRIPTS, SLOW_ANSWERS, LOST_ANSWERS),
            List.of(FREEZE, FREEZE, FREEZE, KILL, RESTART));

    /** @param over cuts it short */
    abstract void happen(Testbed.Member on, Duration length, CountDownLatch over) throws InterruptedException;

    private static boolean isSubscription(List<String> words) {
        return words.get(0).toLowerCase(Locale.ROOT).endsWith("subscribe");
    }
}
