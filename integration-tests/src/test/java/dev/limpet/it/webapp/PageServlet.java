package dev.limpet.it.webapp;

import java.io.IOException;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** What others forward to, include and dispatch to; the error page, too. Makes the change that the request carries, if any. */
@WebServlet("/page")
public final class PageServlet extends HttpServlet {

    static final String CHANGE = "change";

    private static final long serialVersionUID = 1L;

    /** Errors come with whatever method the request had. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print("the page");
        if (request.getAttribute(CHANGE) instanceof Change change) {
            change.make();
        }
    }
}
