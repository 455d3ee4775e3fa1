package dev.limpet.it.webapp;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.annotation.WebListener;

/** Changes the session when the request is over for the application, if the request asks for it. */
@WebListener
public final class LastWord implements ServletRequestListener {

    static final String CHANGE = "change at the end";

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        if (event.getServletRequest().getAttribute(CHANGE) instanceof Change change) {
            change.make();
        }
    }
}
