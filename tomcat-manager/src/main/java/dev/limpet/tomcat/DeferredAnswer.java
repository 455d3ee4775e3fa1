package dev.limpet.tomcat;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;

import org.apache.catalina.Pipeline;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.AsyncContextImpl;
import org.apache.catalina.core.StandardThreadExecutor;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Constants;
import org.apache.coyote.LateTimeouts;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer that waits for its session's save while no thread does. The application is done and no byte has left: what has changed is sent to the store, the
 * request's thread goes, and when the store has answered any request thread passes the commit point, as it would have been passed, and lets the answer go.
 *
 * <p>To Tomcat the request has become an asynchronous one; the application, for which it is over, does not see that, valves around the context may. Where it
 * cannot be done the request's thread waits at the commit point: an answer that has begun to leave, a request that has not been read to its end or is
 * asynchronous already, an error, a valve, an executor or a Tomcat that it does not fit, a connection that is not HTTP/1.1, too many at once.
 */
final class DeferredAnswer extends AsyncContextImpl {

    /** They are held in memory meanwhile, and no request thread bounds them. */
    private static final int MOST_AT_ONCE = 1_000;

    /** Milliseconds. Not 0: Tomcat takes a request without a timeout for given up when its context is not available, and one that is over for such a request. */
    private static final long NEVER = Long.MAX_VALUE;

    private static final Logger log = LoggerFactory.getLogger(DeferredAnswer.class);
    private static final AtomicInteger UNDER_WAY = new AtomicInteger();

    /** What Tomcat takes for the asynchronous state of a request; null: this Tomcat has it elsewhere. */
    private static final VarHandle ASYNC_CONTEXT = asyncContext();

    private record Listener(AsyncListener listener, ServletRequest request, ServletResponse response) {}

    private final Visit visit;
    private final org.apache.coyote.Request request;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    private DeferredAnswer(Request request, Visit visit) {
        super(request);
        this.visit = visit;
        this.request = request.getCoyoteRequest();
    }

    /** Called when the application is done with the request, within the context's first valve. */
    static void deferIfPossible(Request request, Response response, Visit visit) {
        if (visit.needsSaving() && isPlain(request, response) && isWelcome(request, response)) {
            CompletableFuture<Void> answered = begin(visit);
            if (answered != null) {
                request.getContext().fireRequestDestroyEvent(request.getRequest());
                new DeferredAnswer(request, visit).start(request, response, answered);
            }
        }
    }

    private static CompletableFuture<Void> begin(Visit visit) {
        try {
            return visit.beginSave();
        } catch (RuntimeException e) {
            log.debug("{}: left to the commit point, which will fail in the same way", visit, e);
            return null;
        }
    }

    /** Whether nothing has left yet, what will leave is an ordinary answer, and nothing is left to read. */
    private static boolean isPlain(Request request, Response response) {
        return request.getAsyncContextInternal() == null
                && !response.isCommitted()
                && !response.isErrorReportRequired()
                && response.getStatus() != HttpServletResponse.SC_SWITCHING_PROTOCOLS
                && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) == null
                && request.getCoyoteRequest().getAttribute(Constants.SENDFILE_FILENAME_ATTR) == null
                && request.getCoyoteRequest().isFinished();
    }

    /** Whether what stands around the context bears with it. */
    private static boolean isWelcome(Request request, Response response) {
        return ASYNC_CONTEXT != null
                && LateTimeouts.canBeTakenForOwn(response.getCoyoteResponse())
                && UNDER_WAY.get() < MOST_AT_ONCE
                && isAsyncSupportedBefore(request.getContext().getPipeline())
                && request.getHost().getPipeline().isAsyncSupported()
                && request.getConnector()
                        .getService()
                        .getContainer()
                        .getPipeline()
                        .isAsyncSupported()
                && takesEveryTask(request.getConnector().getProtocolHandler().getExecutor());
    }

    /** Of the context's own valves those before the manager's. */
    private static boolean isAsyncSupportedBefore(Pipeline pipeline) {
        Valve each = pipeline.getFirst();
        while (each.isAsyncSupported() && !(each instanceof CommitValve)) {
            each = each.getNext();
        }
        return each.isAsyncSupported();
    }

    /** A task that was refused would leave the client without an answer. */
    private static boolean takesEveryTask(Executor executor) {
        if (executor instanceof ThreadPoolExecutor pool) {
            return pool.getQueue().remainingCapacity() > Integer.MAX_VALUE / 2;
        }
        return executor instanceof StandardThreadExecutor pool && pool.getMaxQueueSize() == Integer.MAX_VALUE;
    }

    /** Whether a request is asynchronous without the application's doing. */
    static boolean isDeferred(Request request) {
        return request.getAsyncContextInternal() instanceof DeferredAnswer;
    }

    /** How many answers of this Tomcat wait for their saves just now. */
    static int underWay() {
        return UNDER_WAY.get();
    }

    private void start(Request its, Response response, CompletableFuture<Void> answered) {
        UNDER_WAY.incrementAndGet();
        ASYNC_CONTEXT.setVolatile(its, this);
        setStarted(its.getContext(), its.getRequest(), response.getResponse(), true);
        setTimeout(NEVER);
        LateTimeouts.takeForOwn(response.getCoyoteResponse());
        boolean failed = its.getAttribute(RequestDispatcher.ERROR_EXCEPTION) != null;
        if (failed) {
            complete();
        } else {
            answered.whenComplete((done, late) -> goOn());
        }
    }

    /** On the store's thread, on that of the JDK's timeouts, on the request's own if the answer is there already, on one that Tomcat tells of an end. */
    private void goOn() {
        try {
            complete();
        } catch (IllegalStateException e) {
            log.debug("{}: a request goes on already, or was given up before the store has answered", visit.label(), e);
        } catch (RuntimeException e) {
            log.warn("{}: a request gets no answer", visit.label(), e);
        }
    }

    /** However the request has ended. */
    @Override
    public void recycle() {
        super.recycle();
        UNDER_WAY.decrementAndGet();
        visit.givenUp();
    }

    // ---------------------------------------------------------------------------------------------- what Tomcat calls

    /** Those of valves around the context; the application has heard of the end of the request already. */
    @Override
    public void fireOnComplete() {
        for (Listener each : listeners) {
            try {
                each.listener.onComplete(new AsyncEvent(this, each.request, each.response));
            } catch (IOException | RuntimeException e) {
                log.warn("{}: {} failed to hear of the end of a request", visit.label(), each.listener, e);
            }
        }
    }

    @Override
    public void addListener(AsyncListener listener) {
        addListener(listener, null, null);
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest its, ServletResponse response) {
        listeners.add(new Listener(listener, its, response));
    }

    /** The connector stops, or the timeout is not meant for this request: the thread that tells waits for the store instead. */
    @Override
    public boolean timeout() {
        AtomicBoolean mayEnd = new AtomicBoolean();
        request.action(ActionCode.ASYNC_TIMEOUT, mayEnd);
        if (mayEnd.get()) {
            goOn();
        }
        return true;
    }

    /** The connection has failed. The application is done, so it is not asked for an error page. */
    @Override
    public void setErrorState(Throwable cause, boolean tellListeners) {
        request.action(ActionCode.ASYNC_ERROR, null);
        goOn();
    }

    /** Also while the context stops: it waits for its asynchronous requests. */
    @Override
    public boolean isAvailable() {
        return true;
    }

    // -------------------------------------------------------------------------------------------------------- set-up

    /**
     * For the manager's start. The JDK has one thread for the timeouts of all futures: begun by a request, it would keep the class loader of that request's
     * application for good.
     */
    static void beginTimeouts() {
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
            log.warn("Request threads wait for Redis: this Tomcat keeps asynchronous requests in another place", e);
            return null;
        }
    }
}
