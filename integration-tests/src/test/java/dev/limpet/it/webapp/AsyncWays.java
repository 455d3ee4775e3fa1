package dev.limpet.it.webapp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** The ways of answering on another thread than the request's. */
final class AsyncWays {

    private static final byte[] BODY = "the answer".getBytes(StandardCharsets.UTF_8);
    private static final long SHORT_MILLIS = 50;
    private static final long LONG_MILLIS = 30_000;

    static final Map<String, Way> ALL = Map.of(
            "async", AsyncWays::withBody,
            "async-empty", AsyncWays::empty,
            "async-close", AsyncWays::close,
            "async-timeout", AsyncWays::timeout,
            "async-dispatch", AsyncWays::dispatch,
            "write-listener", AsyncWays::writeListener);

    private AsyncWays() {}

    private static AsyncContext start(HttpServletRequest request, long timeoutMillis) {
        AsyncContext async = request.startAsync();
        async.setTimeout(timeoutMillis);
        return async;
    }

    /** A thread of the application: Tomcat knows nothing of it. */
    private static void elsewhere(Runnable work) {
        Thread thread = new Thread(work, "application");
        thread.setDaemon(true);
        thread.start();
    }

    private static void write(AsyncContext async) {
        try {
            async.getResponse().getOutputStream().write(BODY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(AsyncContext async) {
        try {
            async.getResponse().getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void withBody(HttpServletRequest request, HttpServletResponse response, Change change) {
        AsyncContext async = start(request, LONG_MILLIS);
        elsewhere(() -> {
            change.make();
            write(async);
            async.complete();
        });
    }

    private static void empty(HttpServletRequest request, HttpServletResponse response, Change change) {
        AsyncContext async = start(request, LONG_MILLIS);
        elsewhere(() -> {
            change.make();
            async.complete();
        });
    }

    /** Ends the answer itself, through what a filter has put around it. */
    private static void close(HttpServletRequest request, HttpServletResponse response, Change change) {
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(LONG_MILLIS);
        elsewhere(() -> {
            change.make();
            write(async);
            close(async);
            async.complete();
        });
    }

    private static void timeout(HttpServletRequest request, HttpServletResponse response, Change change) {
        AsyncContext async = start(request, SHORT_MILLIS);
        async.addListener(new OnTimeout(() -> {
            change.make();
            write(async);
            async.complete();
        }));
    }

    private static void dispatch(HttpServletRequest request, HttpServletResponse response, Change change) {
        AsyncContext async = start(request, LONG_MILLIS);
        elsewhere(() -> {
            change.make();
            async.dispatch("/page");
        });
    }

    private static void writeListener(HttpServletRequest request, HttpServletResponse response, Change change)
            throws IOException {
        AsyncContext async = start(request, LONG_MILLIS);
        ServletOutputStream out = response.getOutputStream();
        out.setWriteListener(new WriteListener() {
            @Override
            public void onWritePossible() throws IOException {
                change.make();
                out.write(BODY);
                async.complete();
            }

            @Override
            public void onError(Throwable failure) {
                async.complete();
            }
        });
    }

    /** Listens for the timeout only. */
    private record OnTimeout(Runnable then) implements AsyncListener {

        @Override
        public void onTimeout(AsyncEvent event) {
            then.run();
        }

        @Override
        public void onComplete(AsyncEvent event) {
            // Only the timeout counts.
        }

        @Override
        public void onError(AsyncEvent event) {
            // Only the timeout counts.
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // Only the timeout counts.
        }
    }
}
