package dev.limpet.it.webapp;

import java.io.IOException;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

/** What time it is here: {@code <now>}, and with a session {@code <now> <created> <last accessed>}. {@code ahead=millis} sets the node's clock. */
@WebServlet("/clock")
public final class ClockServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getParameter("ahead") != null) {
            System.setProperty("clock.ahead.millis", request.getParameter("ahead"));
        }
        HttpSession session = request.getSession(false);
        String times = session == null ? "" : " " + session.getCreationTime() + " " + session.getLastAccessedTime();
        response.getWriter().print(System.currentTimeMillis() + times);
    }
}
