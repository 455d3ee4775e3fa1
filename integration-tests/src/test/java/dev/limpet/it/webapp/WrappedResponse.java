package dev.limpet.it.webapp;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/** A response whose body takes its way through a stream of the application, which is opened with the first use and knows the length better. */
final class WrappedResponse extends HttpServletResponseWrapper {

    private final HttpServletResponse response;
    private final Opener opener;
    private OutputStream body;
    private PrintWriter writer;

    /** Makes the stream that stands before the container's. */
    @FunctionalInterface
    interface Opener {
        OutputStream open(HttpServletResponse response) throws IOException;
    }

    WrappedResponse(HttpServletResponse response, Opener opener) {
        super(response);
        this.response = response;
        this.opener = opener;
    }

    /** Not getResponse(): within an include that is one which takes no headers. */
    private OutputStream body() throws IOException {
        if (body == null) {
            body = opener.open(response);
        }
        return body;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return new Stream(body());
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (writer == null) {
            writer = new PrintWriter(getOutputStream(), false, StandardCharsets.UTF_8);
        }
        return writer;
    }

    @Override
    public void flushBuffer() throws IOException {
        body().flush();
    }

    @Override
    public void setContentLength(int length) {
        // What leaves has another length.
    }

    /** The end of the answer, unless there is none: a redirect, an error. */
    void finish() throws IOException {
        if (writer != null) {
            writer.close();
        } else if (body != null) {
            body.close();
        }
    }

    private static final class Stream extends ServletOutputStream {

        private final OutputStream body;

        Stream(OutputStream body) {
            this.body = body;
        }

        @Override
        public void write(int b) throws IOException {
            body.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            body.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            body.flush();
        }

        @Override
        public void close() throws IOException {
            body.close();
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException("the body is written blocking");
        }
    }
}
