package dev.limpet.tomcat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletResponse;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.AsyncContextImpl;
import org.apache.catalina.core.StandardThreadExecutor;
import org.apache.coyote.Constants;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer that waits for its session's save while no thread does. The application is done and no byte has left: what has changed is sent to the store, the
 * request's thread goes, and when the store has answered any request thread takes the commit point, as it would have been taken, and lets the answer go.
 *
 * <p>To Tomcat the request has become an asynchronous one; the application, for which it is over, does not see that. Where it cannot be done the request's
 * thread waits at the commit point: an answer that has begun to leave, an asynchronous request, an error, a Tomcat or an executor that it does not fit.
 */
final class DeferredAnswer extends AsyncContextImpl {

    private static final Logger log = LoggerFactory.getLogger(DeferredAnswer.class);

    /** What Tomcat takes for the asynchronous state of a request; null: this Tomcat has it elsewhere. */
    private static final VarHandle ASYNC_CONTEXT = asyncContext();

    private DeferredAnswer(Request request) {
        super(request);
    }

    /** Called when the application is done with the request, within the context's first valve. */
    static void deferIfPossible(Request request, Response response, Visit visit) {
        if (ASYNC_CONTEXT == null
                || !visit.needsSaving()
                || !isPlain(request, response)
                || !isSureToContinue(request)) {
            return;
        }
        CompletableFuture<Void> answered = visit.beginSave();
        if (answered != null) {
            request.getContext().fireRequestDestroyEvent(request.getRequest());
            DeferredAnswer answer = new DeferredAnswer(request);
            answer.start(request, response);
            boolean failed = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) != null;
            (failed ? CompletableFuture.completedFuture(null) : answered)
                    .whenComplete((done, failure) -> answer.goOn(visit));
        }
    }

    /** Whether nothing has left yet, and what will leave is an ordinary answer. */
    private static boolean isPlain(Request request, Response response) {
        return request.getAsyncContextInternal() == null
                && !response.isCommitted()
                && !response.isErrorReportRequired()
                && response.getStatus() != HttpServletResponse.SC_SWITCHING_PROTOCOLS
                && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) == null
                && request.getCoyoteRequest().getAttribute(Constants.SENDFILE_FILENAME_ATTR) == null;
    }

    /** Whether the executor takes every task: one that was refused would leave the client without an answer. */
    private static boolean isSureToContinue(Request request) {
        Executor executor = request.getConnector().getProtocolHandler().getExecutor();
        if (executor instanceof ThreadPoolExecutor pool) {
            return pool.getQueue().remainingCapacity() > Integer.MAX_VALUE / 2;
        }
        return executor instanceof StandardThreadExecutor pool && pool.getMaxQueueSize() == Integer.MAX_VALUE;
    }

    private void start(Request request, Response response) {
        ASYNC_CONTEXT.setVolatile(request, this);
        setStarted(request.getContext(), request.getRequest(), response.getResponse(), true);
        setTimeout(0);
    }

    /** On the store's thread, or on the request's own if the answer is there already. */
    private void goOn(Visit visit) {
        try {
            complete();
        } catch (IllegalStateException e) {
            log.debug("{}: the connection was given up before the store has answered", visit, e);
            visit.abandon();
        }
    }

    /** The application has heard of the end of the request already. */
    @Override
    public void fireOnComplete() {}

    /** Also while the context stops: it waits for its asynchronous requests. */
    @Override
    public boolean isAvailable() {
        return true;
    }

    /**
     * For the manager's start. The JDK has one thread for the timeouts of all futures: begun by a request, it would keep the class loader of that request's
     * application for good.
     */
    static void prepare() {
        Thread thread = Thread.currentThread();
        ClassLoader own = thread.getContextClassLoader();
        thread.setContextClassLoader(DeferredAnswer.class.getClassLoader());
        try {
            CompletableFuture.delayedExecutor(1, TimeUnit.NANOSECONDS, Runnable::run)
                    .execute(() -> {});
        } finally {
            thread.setContextClassLoader(own);
        }
    }

    private static VarHandle asyncContext() {
        try {
            return MethodHandles.privateLookupIn(Request.class, MethodHandles.lookup())
                    .findVarHandle(Request.class, "asyncContext", AsyncContextImpl.class);
        } catch (ReflectiveOperationException | RuntimeException e) {
            log.warn(
                    "Request threads wait for Redis at the end of a request: this Tomcat keeps asynchronous requests otherwise",
                    e);
            return null;
        }
    }
}
