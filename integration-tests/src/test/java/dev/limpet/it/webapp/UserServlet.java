package dev.limpet.it.webapp;

import java.io.IOException;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Behind a security constraint: says who is logged in, in which way, and counts in the session. */
@WebServlet("/secure/*")
public final class UserServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String VISITS = "visits";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Integer before = (Integer) request.getSession().getAttribute(VISITS);
        int visits = before == null ? 1 : before + 1;
        request.getSession().setAttribute(VISITS, visits);
        response.getWriter()
                .print(request.getRemoteUser() + " " + request.getAuthType() + " " + request.isUserInRole("visitor")
                        + " " + visits);
    }
}
