package dev.limpet.it.balancer;

import java.io.UncheckedIOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.CookieJar;

/**
 * A user under whom the cluster changes: two requests of three raise the session's count, the third reads it, and every answer
 * is compared with what was answered before. A POST without an answer may or may not have counted; nothing else is forgiven.
 * Runs on the threads of the executor, one request at a time.
 */
final class Visitor {

    private final Browser browser = Browser.create();
    private final Entrance entrance;
    private final Tally tally;
    private final ScheduledExecutorService threads;
    private final long pauseMillis;
    private int requests;
    private int acknowledged;
    private int uncertain;
    private int refused;

    Visitor(Entrance entrance, Tally tally, ScheduledExecutorService threads, long pauseMillis) {
        this.entrance = entrance;
        this.tally = tally;
        this.threads = threads;
        this.pauseMillis = pauseMillis;
    }

    /** One request, and the next after a pause, until the executor is shut down. */
    void visit() {
        request(requests++ % 3 != 2);
        if (!threads.isShutdown()) {
            threads.schedule(this::visit, pauseMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void request(boolean raises) {
        Entrance.Way way = entrance.way(browser.cookies().value(CookieJar.ROUTE), refused);
        String url = way.url() + "/served";
        long begin = System.nanoTime();
        try {
            Answer answer = raises ? browser.post(url, "") : browser.get(url);
            if (answer.status() == 200) {
                check(Served.parse(answer.body()), raises);
            } else {
                failed(raises, way.node(), answer.status(), begin, answer.toString());
            }
        } catch (UncheckedIOException e) {
            failed(raises, way.node(), 0, begin, e.getMessage() + ": " + e.getCause());
        }
    }

    private void failed(boolean raises, String sentTo, int status, long begin, String what) {
        uncertain += raises ? 1 : 0;
        refused++;
        tally.failed(new Tally.Failure(sentTo, raises ? "POST" : "GET", status, begin, System.nanoTime(), what));
    }

    private void check(Served served, boolean raised) {
        int lowest = acknowledged + (raised ? 1 : 0);
        if (served.count() < lowest || served.count() > lowest + uncertain) {
            boolean anew = acknowledged > 0 && served.count() == (raised ? 1 : -1);
            tally.wrong(
                    anew,
                    served.node() + " counts " + served.count() + " after " + acknowledged
                            + (raised ? " and a POST" : "") + ", unanswered " + uncertain);
        }
        acknowledged = Math.max(served.count(), 0);
        uncertain = 0;
        refused = 0;
        tally.answered(this, served.node());
    }
}
