package org.apache.coyote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

import org.apache.catalina.util.ServerInfo;
import org.apache.coyote.ajp.AjpProcessor;
import org.apache.coyote.http11.filters.VoidOutputFilter;
import org.apache.coyote.http2.Http2OutputBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a {@link Point} between a request's answer and the wire: before the headers leave, before the write that completes
 * a Content-Length, and before the answer is closed. It stands in {@link Response#hook} and {@link Response#outputBuffer}
 * from the first touch of the session until CLOSE; only this package sees them, which is why the class lives here. A seam
 * whose request was cut before CLOSE takes itself out at its next use. Called on whatever thread writes the answer, one at
 * a time as Tomcat demands of them.
 *
 * <p>A refusal before the headers left replaces the whole answer. A failure after that breaks it off where the client can
 * see it: a closed connection without the last chunk or the rest of the length, a reset HTTP/2 stream.
 */
public final class CommitSeam implements ActionHook, OutputBuffer {

    /** What has to be done before bytes leave. Logs what it throws; it throws nothing unchecked. */
    public interface Point {
        /** Before status line and headers leave; may add headers and change the status. Again only if Tomcat could not send them. */
        void beforeHeaders() throws Refusal;

        /** Before the client can have the complete answer, once or more; the second time has to be cheap. */
        void beforeEnd() throws IOException;
    }

    /** An empty answer with this status, and with Retry-After if it is a 503, takes the place of the one at hand. */
    public static final class Refusal extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;

        public Refusal(int status, String message, Throwable cause) {
            super(message, cause);
            this.status = status;
        }
    }

    private enum State {
        OPEN,
        REFUSED,
        BROKEN
    }

    private static final Logger LOG = LoggerFactory.getLogger(CommitSeam.class);
    private static final String NOT_SAVED = "Answer given up: its session was not saved";

    private final Response response;
    private final Point point;
    private final ActionHook hook;
    private final OutputBuffer buffer;
    private final long requestStart;
    private State state = State.OPEN;
    private boolean saving;

    private CommitSeam(Response response, Point point) {
        this.response = response;
        this.point = point;
        this.hook = response.hook;
        this.buffer = response.outputBuffer;
        this.requestStart = response.getRequest().getStartTimeNanos();
    }

    /** Returns the seam of the current request: the one in place, or a new one instead of none or a stale one. */
    public static CommitSeam install(Response response, Point point) {
        if (response.hook instanceof CommitSeam present) {
            if (present.isCurrent()) {
                return present;
            }
            present.uninstall();
        }
        CommitSeam seam = new CommitSeam(response, point);
        if (seam.hook != null) {
            response.hook = seam;
            response.outputBuffer = seam;
        }
        return seam;
    }

    /** What a response speaks to, behind a seam. */
    static ActionHook behind(Response response) {
        return response.hook instanceof CommitSeam seam ? seam.hook : response.hook;
    }

    /** Gives hook and buffer back. Idempotent; done at CLOSE, so it is for a request that ended without one. */
    public void uninstall() {
        if (response.hook == this) {
            response.hook = hook;
        }
        if (response.outputBuffer == this) {
            response.outputBuffer = buffer;
        }
    }

    @Override
    public void action(ActionCode code, Object param) {
        if (!isCurrent()) {
            uninstall();
            hook.action(code, param);
            return;
        }
        switch (code) {
            case COMMIT -> commit();
            case CLIENT_FLUSH -> flush();
            case CLOSE -> close();
            default -> hook.action(code, param);
        }
    }

    @Override
    public int doWrite(ByteBuffer chunk) throws IOException {
        if (!isCurrent()) {
            uninstall();
            return buffer.doWrite(chunk);
        }
        commit();
        if (state == State.OPEN && completes(chunk)) {
            end();
        }
        return state == State.OPEN ? buffer.doWrite(chunk) : drop(chunk);
    }

    @Override
    public long getBytesWritten() {
        return buffer.getBytesWritten();
    }

    /** No two requests of a processor start in the same nanosecond. */
    private boolean isCurrent() {
        return requestStart == response.getRequest().getStartTimeNanos();
    }

    private boolean completes(ByteBuffer chunk) {
        long length = response.getContentLengthLong();
        return length >= 0 && response.getContentWritten() + chunk.remaining() >= length;
    }

    /** Processors commit by themselves inside CLIENT_FLUSH, CLOSE and (AJP) doWrite: it has to happen here before. */
    private void commit() {
        if (response.isCommitted()) {
            return;
        }
        if (!saving) {
            saving = true;
            try {
                point.beforeHeaders();
            } catch (Refusal refusal) {
                refuse(refusal.status);
            } catch (RuntimeException e) {
                LOG.error("Saving a session failed unexpectedly, answering 500", e);
                refuse(500);
            } finally {
                saving = false;
            }
        }
        hook.action(ActionCode.COMMIT, response);
        if (state == State.REFUSED) {
            hook.action(ActionCode.CLIENT_FLUSH, response);
        }
    }

    private void flush() {
        commit();
        if (state == State.OPEN) {
            hook.action(ActionCode.CLIENT_FLUSH, response);
        } else {
            response.setErrorException(new IOException(NOT_SAVED));
        }
    }

    private void close() {
        commit();
        if (state == State.OPEN) {
            end();
        }
        if (state != State.BROKEN) {
            hook.action(ActionCode.CLOSE, response);
        }
        uninstall();
    }

    private void end() {
        try {
            point.beforeEnd();
        } catch (IOException e) {
            breakOff(e);
        } catch (RuntimeException e) {
            LOG.error("Saving a session failed unexpectedly, breaking the answer off", e);
            breakOff(e);
        }
    }

    private void refuse(int status) {
        state = State.REFUSED;
        response.getMimeHeaders().recycle();
        response.setStatus(status);
        response.setContentType(null);
        response.contentLanguage = null;
        response.setContentLength(0);
        response.getRequest().setAttribute(Constants.SENDFILE_FILENAME_ATTR, null);
        if (response.getTrailerFields() != null) {
            response.setTrailerFields(Map::of);
        }
        if (status == 503) {
            response.setHeader("Retry-After", "1");
        }
    }

    /**
     * After CLOSE_NOW alone HTTP/2 still ends the stream in good order, and AJP forgets the error with the request. If the
     * request is asynchronous, CLOSE_NOW hands the connection to another thread: it is not to be touched from here then.
     */
    private void breakOff(Exception cause) {
        state = State.BROKEN;
        if (buffer instanceof Http2OutputBuffer http2) {
            http2.addFilter(new Cut());
        }
        boolean keptOpen = hook instanceof AjpProcessor ajp && !ajp.isAsync();
        hook.action(ActionCode.CLOSE_NOW, cause);
        if (keptOpen) {
            ((AjpProcessor) hook).getSocketWrapper().close();
        }
    }

    /** The application of a broken answer has to leave at once: in an asynchronous one Tomcat already recycles the response. */
    private int drop(ByteBuffer chunk) throws IOException {
        int length = chunk.remaining();
        chunk.position(chunk.limit());
        if (state == State.BROKEN) {
            throw new IOException(NOT_SAVED);
        }
        return length;
    }

    /** Makes the end of an HTTP/2 stream a reset. */
    private static final class Cut extends VoidOutputFilter {
        @Override
        public void end() throws IOException {
            throw new CloseNowException(NOT_SAVED);
        }
    }

    /** Tries the seam out; on a Tomcat that it does not fit it throws with the name of that Tomcat. For the manager's start. */
    public static void check() {
        StringBuilder seen = new StringBuilder();
        Throwable cause = null;
        try {
            tryOut(seen);
        } catch (LinkageError | RuntimeException | IOException e) {
            cause = e;
        }
        if (cause != null || !seen.toString().equals("headers COMMIT end end CLOSE ")) {
            throw new IllegalStateException(
                    ServerInfo.getServerInfo()
                            + " does not fit: its responses are not built as in Tomcat 10.1 and 11.0,"
                            + " or the session manager's jar is not in Tomcat's lib folder (saw '" + seen + "')",
                    cause);
        }
    }

    private static void tryOut(StringBuilder seen) throws IOException {
        Response response = new Response();
        response.setRequest(new Request());
        response.setOutputBuffer(new VoidOutputFilter());
        response.setHook((code, param) -> {
            seen.append(code).append(' ');
            response.setCommitted(true);
        });
        install(response, new Point() {
            @Override
            public void beforeHeaders() {
                seen.append("headers ");
            }

            @Override
            public void beforeEnd() {
                seen.append("end ");
            }
        });
        response.setContentLength(1);
        response.doWrite(ByteBuffer.allocate(1));
        response.action(ActionCode.CLOSE, null);
    }
}
