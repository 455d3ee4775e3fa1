package dev.limpet.it.webapp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** The ways of answering on the request's own thread. */
final class Ways {

    private static final int MEGABYTE = 1 << 20;
    private static final byte[] BODY = "the answer".getBytes(StandardCharsets.UTF_8);

    static final Map<String, Way> ALL = Map.ofEntries(
            Map.entry("small", Ways::small),
            Map.entry("after-small", Ways::afterSmall),
            Map.entry("content-length", Ways::contentLength),
            Map.entry("before-last-byte", Ways::beforeLastByte),
            Map.entry("after-flush", Ways::afterFlush),
            Map.entry("redirect", Ways::redirect),
            Map.entry("error", Ways::error),
            Map.entry("error-page", Ways::errorPage),
            Map.entry("exception", Ways::exception),
            Map.entry("forward", Ways::forward),
            Map.entry("after-forward", Ways::afterForward),
            Map.entry("forwarded", Ways::forwarded),
            Map.entry("include", Ways::include),
            Map.entry("sendfile", Ways::sendfile),
            Map.entry("close", Ways::close),
            Map.entry("close-at-content-length", Ways::closeAtContentLength),
            Map.entry("megabyte", Ways::megabyte),
            Map.entry("after-megabyte", Ways::afterMegabyte),
            Map.entry("request-destroyed", Ways::requestDestroyed));

    private Ways() {}

    private static void small(HttpServletRequest request, HttpServletResponse response, Change change)
            throws IOException {
        change.make();
        response.getOutputStream().write(BODY);
    }

    private static void afterSmall(HttpServletRequest request, HttpServletResponse response, Change change)
            throws IOException {
        response.getOutputStream().write(BODY);
        change.make();
    }

    /** The client could have all of the answer while the servlet still runs. */
    private static void contentLength(HttpServletRequest request, HttpServletResponse response, Change change)
            throws IOException {
        change.make();
        response.setContentLength(BODY.length);
        response.getOutputStream().write(BODY);
        response.getOutputStream().flush();
    }

    private static void beforeLastByte(HttpServletRequest request, HttpServletResponse response, Change change)
            throws IOException {
        response.setContentLength(BODY.length);
        OutputStream out = response.getOutputStream();
        out.write(BODY, 0, BODY.length - 1);
        out.flush();
        change.make();
        out.write(BODY, BODY.length - 1, 1);
        out.flush();
    }

    private static void afterFlush(HttpServletRequest request, HttpServletResponse response, Change change)
            throws IOException {
        response.getOutputStream().write(BODY);
        response.flushBuffer();
        change.make();
    }

    private static void redirect(HttpServletRequest request, HttpServletResponse response, Change change)
            throws IOException {
        change.make();
        response.sendRedirect(request.getContextPath() + "/free");
    }

    private static void error(HttpServletRequest request, HttpServletResponse response, Change change)
            throws IOException {
        change.make();
        response.sendError(HttpServletResponse.SC_CONFLICT);
    }

    /** The error page makes the change. */
    private static void errorPage(HttpServletRequest request, HttpServletResponse response, Change change)
            throws IOException {
        request.setAttribute(PageServlet.CHANGE, change);
        response.sendError(HttpServletResponse.SC_CONFLICT);
    }

    private static void exception(HttpServletRequest request, HttpServletResponse response, Change change)
            throws ServletException {
        change.make();
        throw new ServletException("as the test wants it");
    }

    private static void forward(HttpServletRequest request, HttpServletResponse response, Change change)
            throws IOException, ServletException {
        change.make();
        request.getRequestDispatcher("/page").forward(request, response);
    }

    private static void afterForward(HttpServletRequest request, HttpServletResponse response, Change change)
            throws IOException, ServletException {
        request.setAttribute(PageServlet.CHANGE, change);
        request.getRequestDispatcher("/page").forward(request, response);
    }

    private static void forwarded(HttpServletRequest request, HttpServletResponse response, Change change)
            throws IOException, ServletException {
        request.getRequestDispatcher("/page").forward(request, response);
        change.make();
    }

    private static void include(HttpServletRequest request, HttpServletResponse response, Change change)
            throws IOException, ServletException {
        request.setAttribute(PageServlet.CHANGE, change);
        request.getRequestDispatcher("/page").include(request, response);
    }

    /** As Tomcat's default servlet does it for a big file, where the connector can. */
    private static void sendfile(HttpServletRequest request, HttpServletResponse response, Change change)
            throws IOException {
        change.make();
        if (!Boolean.TRUE.equals(request.getAttribute("org.apache.tomcat.sendfile.support"))) {
            response.sendError(HttpServletResponse.SC_NOT_IMPLEMENTED);
            return;
        }
        Path file = Files.createTempFile("sendfile", ".bin");
        Files.write(file, new byte[MEGABYTE]);
        response.setContentLength(MEGABYTE);
        request.setAttribute("org.apache.tomcat.sendfile.filename", file.toString());
        request.setAttribute("org.apache.tomcat.sendfile.start", 0L);
        request.setAttribute("org.apache.tomcat.sendfile.end", (long) MEGABYTE);
    }

    private static void close(HttpServletRequest request, HttpServletResponse response, Change change)
            throws IOException {
        change.make();
        response.getOutputStream().write(BODY);
        response.getOutputStream().close();
    }

    private static void closeAtContentLength(HttpServletRequest request, HttpServletResponse response, Change change)
            throws IOException {
        change.make();
        response.setContentLength(BODY.length);
        response.getOutputStream().write(BODY);
        response.getOutputStream().close();
    }

    private static void megabyte(HttpServletRequest request, HttpServletResponse response, Change change)
            throws IOException {
        change.make();
        response.getOutputStream().write(new byte[MEGABYTE]);
    }

    private static void afterMegabyte(HttpServletRequest request, HttpServletResponse response, Change change)
            throws IOException {
        response.getOutputStream().write(new byte[MEGABYTE]);
        change.make();
    }

    /** The last of the application's code that a request runs. */
    private static void requestDestroyed(HttpServletRequest request, HttpServletResponse response, Change change)
            throws IOException {
        request.setAttribute(LastWord.CHANGE, change);
        response.getOutputStream().write(BODY);
    }
}
