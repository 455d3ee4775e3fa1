package dev.limpet.tomcat;

import java.io.CharArrayWriter;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.AbstractAccessLogValve;
import org.apache.catalina.valves.ValveBase;

/** Two nodes, and what is around the first one's context. */
record Setting(Cluster cluster, Deferrals deferrals, AccessLog accessLog) {

    static Setting start(Consumer<EmbeddedNode> setup) throws Exception {
        Deferrals deferrals = new Deferrals();
        AccessLog accessLog = new AccessLog();
        Cluster cluster = Cluster.start(Cluster.STILL, node -> {
            setup.accept(node);
            if (node.route().equals("a")) {
                node.addOuterValve(accessLog);
                node.addOuterValve(deferrals);
            }
        });
        return new Setting(cluster, deferrals, accessLog);
    }

    /** Sees requests when their thread comes back from all webapps: whether their answers are still to come. */
    static final class Deferrals extends ValveBase {
        final Queue<Boolean> seen = new ConcurrentLinkedQueue<>();
        final Ends ends = new Ends();

        Deferrals() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            getNext().invoke(request, response);
            seen.add(request.isAsync());
            if (request.isAsync()) {
                request.getAsyncContextInternal().addListener(ends);
            }
        }
    }

    static final class Ends implements AsyncListener {
        final AtomicInteger heard = new AtomicInteger();

        @Override
        public void onComplete(AsyncEvent event) {
            heard.incrementAndGet();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            throw new AssertionError("a timeout");
        }

        @Override
        public void onError(AsyncEvent event) {
            throw new AssertionError("an error");
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            throw new AssertionError("a second start");
        }
    }

    static final class AccessLog extends AbstractAccessLogValve {
        final Queue<String> lines = new ConcurrentLinkedQueue<>();

        AccessLog() {
            setPattern("%s");
        }

        @Override
        protected void log(CharArrayWriter message) {
            lines.add(message.toString());
        }
    }
}
