package dev.limpet.tomcat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;

import org.apache.catalina.Context;
import org.apache.catalina.core.StandardContext;

/** What the listeners of all nodes have heard, in order: the node, what happened, the value. */
final class Events implements HttpSessionListener, HttpSessionAttributeListener, HttpSessionIdListener {

    private record Event(String sessionId, String text) {}

    private static final String NODE = "node";
    private static final List<Event> EVENTS = Collections.synchronizedList(new ArrayList<>());

    static void listenTo(EmbeddedNode node) {
        listenTo(node.context(), node.route());
    }

    /** @param name what the context's events begin with */
    static void listenTo(Context webapp, String name) {
        StandardContext context = (StandardContext) webapp;
        Events events = new Events();
        context.addApplicationLifecycleListener(events);
        context.addApplicationEventListener(events);
        context.getServletContext().setAttribute(NODE, name);
    }

    static void forget() {
        EVENTS.clear();
    }

    static List<String> of(String sessionId) {
        synchronized (EVENTS) {
            return EVENTS.stream()
                    .filter(event -> event.sessionId.equals(sessionId))
                    .map(Event::text)
                    .toList();
        }
    }

    static List<String> withoutAttributes(String sessionId) {
        return of(sessionId).stream().filter(text -> !text.contains("=")).toList();
    }

    static void heard(HttpSession session, String what) {
        Object node = session.getServletContext().getAttribute(NODE);
        EVENTS.add(new Event(session.getId(), node + " " + what));
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        heard(event.getSession(), "created");
    }

    /** The values are still at hand. */
    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        HttpSession session = event.getSession();
        String values = Collections.list(session.getAttributeNames()).stream()
                .sorted()
                .map(name -> " " + name + "=" + session.getAttribute(name))
                .collect(Collectors.joining());
        heard(session, "destroyed" + values);
    }

    @Override
    public void attributeAdded(HttpSessionBindingEvent event) {
        heard(event.getSession(), "added " + event.getName() + "=" + event.getValue());
    }

    @Override
    public void attributeRemoved(HttpSessionBindingEvent event) {
        heard(event.getSession(), "removed " + event.getName() + "=" + event.getValue());
    }

    @Override
    public void attributeReplaced(HttpSessionBindingEvent event) {
        heard(event.getSession(), "replaced " + event.getName() + "=" + event.getValue());
    }

    @Override
    public void sessionIdChanged(HttpSessionEvent event, String oldSessionId) {
        heard(event.getSession(), "renamed " + oldSessionId);
    }
}
