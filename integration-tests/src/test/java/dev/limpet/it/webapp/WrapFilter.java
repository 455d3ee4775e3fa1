package dev.limpet.it.webapp;

import java.io.IOException;
import java.util.zip.GZIPOutputStream;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** What applications do to their answers in filters: compress them, or collect them to know length and ETag. */
@WebFilter(
        urlPatterns = {WrapFilter.GZIP, WrapFilter.BUFFERED},
        asyncSupported = true)
public final class WrapFilter extends HttpFilter {

    static final String GZIP = "/gzip/*";
    static final String BUFFERED = "/buffered/*";

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean compresses = GZIP.startsWith(request.getServletPath());
        WrappedResponse wrapped =
                new WrappedResponse(response, compresses ? WrapFilter::compressed : CollectedBody::new);
        chain.doFilter(request, wrapped);
        if (!request.isAsyncStarted()) {
            wrapped.finish();
        }
    }

    private static GZIPOutputStream compressed(HttpServletResponse response) throws IOException {
        response.setHeader("Content-Encoding", "gzip");
        return new GZIPOutputStream(response.getOutputStream(), true);
    }
}
