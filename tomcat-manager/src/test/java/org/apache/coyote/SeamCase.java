package org.apache.coyote;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** A way in which an application changes its session and answers, and the point at which that has to be saved. */
record SeamCase(String name, Saved saved, String method, String body, SeamServer.App app) {

    /** The point by which a change has to be saved. */
    enum Saved {
        BEFORE_HEADERS,
        BEFORE_END
    }

    static final int LARGE = 100_000;
    static final String TARGET = "/target";
    static final String CHANGING_TARGET = "/changing-target";
    private static final String OK = "app";

    String path() {
        return "/" + name;
    }

    @Override
    public String toString() {
        return name;
    }

    static List<SeamCase> all() {
        return List.of(
                early("small-body", SeamCase::print),
                early("large-body", "x".repeat(LARGE), (request, response) -> {
                    for (int i = 0; i < 100; i++) {
                        response.getOutputStream().print("x".repeat(LARGE / 100));
                    }
                }),
                early("flush-at-once", (request, response) -> {
                    response.flushBuffer();
                    print(request, response);
                }),
                early("explicit-close", (request, response) -> {
                    print(request, response);
                    response.getWriter().close();
                }),
                early("content-length", (request, response) -> {
                    response.setContentLength(OK.length());
                    response.getOutputStream().print(OK);
                }),
                early("no-body", "", (request, response) -> {}),
                early("redirect", "", (request, response) -> response.sendRedirect("/elsewhere")),
                early("send-error", null, (request, response) -> response.sendError(409)),
                early("exception", null, (request, response) -> {
                    throw new ServletException("the application's own failure");
                }),
                early("after-reset", (request, response) -> {
                    response.getWriter().print("never sent");
                    response.reset();
                    print(request, response);
                }),
                early("async-dispatch", (request, response) -> {
                    AsyncContext async = request.startAsync();
                    async.start(() -> async.dispatch(TARGET));
                }),
                early(
                        "async-redirect",
                        "",
                        (request, response) ->
                                inThread(request.startAsync(), (req, res) -> res.sendRedirect("/elsewhere"))),
                early("write-listener", "x".repeat(LARGE), (request, response) -> writeWithListener(request)),
                onlyApp("error-page", null, (request, response) -> response.sendError(404)),
                onlyApp("forward-then-change", OK, (request, response) -> {
                    request.getRequestDispatcher(TARGET).forward(request, response);
                    TestSession.of(request).change();
                }),
                onlyApp(
                        "async-thread",
                        OK,
                        (request, response) -> inThread(request.startAsync(), SeamCase::changeAndPrint)),
                onlyApp(
                        "async-thread-no-body",
                        "",
                        (request, response) -> inThread(request.startAsync(), (req, res) -> TestSession.of(req)
                                .change())),
                onlyApp("async-dispatch-changes", OK, (request, response) -> {
                    AsyncContext async = request.startAsync();
                    async.start(() -> async.dispatch(CHANGING_TARGET));
                }),
                onlyApp("async-timeout", OK, (request, response) -> onTimeout(request)),
                onlyApp("request-destroyed", OK, (request, response) -> {
                    request.setAttribute(SeamServer.ChangeAtTheEnd.WANTED, true);
                    print(request, response);
                }),
                new SeamCase("head", Saved.BEFORE_HEADERS, "HEAD", "", SeamCase::changeAndPrint),
                early("no-content", "", (request, response) -> response.setStatus(204)),
                early("not-modified", "", (request, response) -> response.setStatus(304)),
                late("flushed", OK + OK, SeamCase::print),
                late("flushed-then-silence", OK, (request, response) -> {}),
                late("flushed-then-large", OK + "x".repeat(LARGE), (request, response) -> response.getWriter()
                        .print("x".repeat(LARGE))),
                new SeamCase(
                        "flushed-content-length", Saved.BEFORE_END, "GET", OK + OK, SeamCase::changeBeforeTheLastWrite),
                new SeamCase(
                        "async-flushed-content-length",
                        Saved.BEFORE_END,
                        "GET",
                        OK + OK,
                        (request, response) -> inThread(request.startAsync(), SeamCase::changeBeforeTheLastWrite)),
                new SeamCase(
                        "async-flushed",
                        Saved.BEFORE_END,
                        "GET",
                        OK,
                        (request, response) -> inThread(request.startAsync(), (req, res) -> {
                            print(req, res);
                            res.flushBuffer();
                            TestSession.of(req).change();
                        })));
    }

    private static SeamCase early(String name, SeamServer.App app) {
        return early(name, OK, app);
    }

    /** Changes the session first, sets what a refusal has to remove, then answers. */
    private static SeamCase early(String name, String body, SeamServer.App app) {
        return onlyApp(name, body, (request, response) -> {
            TestSession.of(request).change();
            response.setHeader("X-App", "1");
            response.setHeader("ETag", "\"1\"");
            response.setHeader("Content-Language", "de");
            app.serve(request, response);
        });
    }

    private static SeamCase onlyApp(String name, String body, SeamServer.App app) {
        return new SeamCase(name, Saved.BEFORE_HEADERS, "GET", body, app);
    }

    private static SeamCase late(String name, String body, SeamServer.App rest) {
        return new SeamCase(name, Saved.BEFORE_END, "GET", body, (request, response) -> {
            print(request, response);
            response.flushBuffer();
            TestSession.of(request).change();
            rest.serve(request, response);
        });
    }

    static void print(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().print(OK);
    }

    static void changeAndPrint(HttpServletRequest request, HttpServletResponse response) throws IOException {
        TestSession.of(request).change();
        print(request, response);
    }

    private static void changeBeforeTheLastWrite(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentLength(2 * OK.length());
        response.getOutputStream().print(OK);
        response.flushBuffer();
        TestSession.of(request).change();
        response.getOutputStream().print(OK);
        response.flushBuffer();
    }

    private static void inThread(AsyncContext async, SeamServer.App app) {
        ServletContext context = async.getRequest().getServletContext();
        Runnable work = () -> {
            try {
                app.serve((HttpServletRequest) async.getRequest(), (HttpServletResponse) async.getResponse());
                async.complete();
            } catch (IOException | ServletException e) {
                context.log("The answer was broken off", e);
            }
        };
        new Thread(work, "application").start();
    }

    private static void onTimeout(HttpServletRequest request) {
        AsyncContext async = request.startAsync();
        async.setTimeout(50);
        async.addListener(new AsyncListener() {
            @Override
            public void onTimeout(AsyncEvent event) throws IOException {
                changeAndPrint((HttpServletRequest) async.getRequest(), (HttpServletResponse) async.getResponse());
                async.complete();
            }

            @Override
            public void onComplete(AsyncEvent event) {}

            @Override
            public void onError(AsyncEvent event) {}

            @Override
            public void onStartAsync(AsyncEvent event) {}
        });
    }

    private static void writeWithListener(HttpServletRequest request) throws IOException {
        AsyncContext async = request.startAsync();
        ServletOutputStream out = async.getResponse().getOutputStream();
        out.setWriteListener(new WriteListener() {
            private int left = 100;

            @Override
            public void onWritePossible() throws IOException {
                while (left > 0 && out.isReady()) {
                    out.write("x".repeat(LARGE / 100).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    left--;
                }
                if (left == 0 && out.isReady()) {
                    async.complete();
                }
            }

            @Override
            public void onError(Throwable failure) {
                async.complete();
            }
        });
    }
}
