package dev.limpet.tomcat;

import java.io.Serializable;

import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;

/** A value that hears of being bound to a session. */
record Bound(String name) implements Serializable, HttpSessionBindingListener {

    @Override
    public void valueBound(HttpSessionBindingEvent event) {
        Events.heard(event.getSession(), "bound " + name);
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
        Events.heard(event.getSession(), "unbound " + name);
    }

    @Override
    public String toString() {
        return name;
    }
}
