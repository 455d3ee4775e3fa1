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
        Runnable begin(Testbed.Member on) {
            Hold subscriptions = on.proxy().hold(Fault::isSubscription);
            on.proxy().cutSubscribers();
            return subscriptions::release;
        }
    },
    /** The node hears neither messages nor what its beats ask for. */
    NO_NEWS {
        @Override
        Runnable begin(Testbed.Member on) {
            Hold beats = on.proxy().hold(Trips.beats());
            Runnable heard = NO_MESSAGES.begin(on);
            return () -> {
                heard.run();
                beats.cut();
            };
        }
    },
    /** What it asks of sessions comes late. */
    SLOW_SCRIPTS {
        @Override
        Runnable begin(Testbed.Member on) {
            Hold scripts = on.proxy().hold(Trips.anything());
            return scripts::release;
        }
    },
    /** What it is answered comes late. */
    SLOW_ANSWERS {
        @Override
        Runnable begin(Testbed.Member on) {
            Hold answers = on.proxy().holdReply(Trips.anything());
            return answers::release;
        }
    },
    /** What it is answered does not come. */
    LOST_ANSWERS {
        @Override
        Runnable begin(Testbed.Member on) {
            Hold answers = on.proxy().holdReply(Trips.anything());
            return answers::cut;
        }
    },
    /** SIGSTOP, SIGCONT. */
    FREEZE {
        @Override
        Runnable begin(Testbed.Member on) {
            on.node().freeze();
            return on.node()::thaw;
        }
    },
    /** SIGKILL, and a new start. */
    KILL {
        @Override
        Runnable begin(Testbed.Member on) {
            on.node().kill();
            return () -> on.node().start().awaitStarted();
        }
    },
    /** SIGTERM, and a new start. */
    RESTART {
        @Override
        Runnable begin(Testbed.Member on) {
            on.node().restart();
            return () -> {};
        }
    };

    /** What the messages, the way to Redis and the processes suffer, independently of each other: the more often it stands here, the more often. */
    static final List<List<Fault>> TROUBLES = List.of(
            List.of(NO_MESSAGES, NO_NEWS),
            List.of(SLOW_SCRIPTS, SLOW_ANSWERS, LOST_ANSWERS),
            List.of(FREEZE, FREEZE, FREEZE, KILL, RESTART));

    /** @param over cuts it short */
    final void happen(Testbed.Member on, Duration length, CountDownLatch over) throws InterruptedException {
        Runnable end = begin(on);
        over.await(length.toMillis(), TimeUnit.MILLISECONDS);
        end.run();
    }

    /** @return what ends it */
    abstract Runnable begin(Testbed.Member on);

    private static boolean isSubscription(List<String> words) {
        return words.get(0).toLowerCase(Locale.ROOT).endsWith("subscribe");
    }
}
