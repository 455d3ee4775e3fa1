package dev.limpet.it.webapp;

import java.io.IOException;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Says whom the application believes to talk to, and how: {@code <address> <scheme> <port>}. */
@WebServlet("/who")
public final class WhoServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(request.getRemoteAddr() + " " + request.getScheme() + " " + request.getServerPort());
    }
}
