package dev.limpet.it.webapp;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;

/** What the session listeners of this application have heard since its start, one event a line, over HTTP; ends stand in Tomcat's log too. */
@WebListener
@WebServlet("/events")
public final class Events extends HttpServlet implements HttpSessionListener, HttpSessionIdListener {

    private static final long serialVersionUID = 1L;
    private static final Queue<String> HEARD = new ConcurrentLinkedQueue<>();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(String.join("\n", HEARD));
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        HEARD.add("created " + event.getSession().getId());
    }

    /** The attributes are still there. */
    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        event.getSession()
                .getServletContext()
                .log("destroyed " + event.getSession().getId());
        HEARD.add("destroyed " + event.getSession().getId() + " with count "
                + event.getSession().getAttribute("count"));
    }

    @Override
    public void sessionIdChanged(HttpSessionEvent event, String oldId) {
        HEARD.add("renamed " + oldId + " to " + event.getSession().getId());
    }
}
