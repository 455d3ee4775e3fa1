package dev.limpet.sample;

import java.io.IOException;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** The page: shows the visit, and makes no session of its own accord. Called by the container's request threads. */
@WebServlet("")
public final class PageServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Responses.html(response, Page.render(Node.ofThisProcess(), Visit.of(request)));
    }
}
