package dev.limpet.it.webapp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

import jakarta.servlet.http.HttpServletResponse;

/** Keeps a body until it is closed, and writes it out with its length and an ETag. A flush does nothing. */
final class CollectedBody extends ByteArrayOutputStream {

    private final HttpServletResponse response;
    private boolean written;

    CollectedBody(HttpServletResponse response) {
        this.response = response;
    }

    @Override
    public void close() throws IOException {
        if (!written) {
            written = true;
            response.setHeader("ETag", "W/\"" + Arrays.hashCode(toByteArray()) + "\"");
            response.setContentLength(size());
            writeTo(response.getOutputStream());
            response.flushBuffer();
        }
    }
}
