package dev.limpet.tomcat;

import java.io.Serializable;

import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionEvent;

/** A value that hears of its session's moves. */
final class Aware implements Serializable, HttpSessionActivationListener {

    private static final long serialVersionUID = 1L;

    transient boolean awake;
    private final String name;

    Aware(String name) {
        this.name = name;
    }

    @Override
    public void sessionWillPassivate(HttpSessionEvent event) {
        Events.heard(event.getSession(), "passivated " + name);
    }

    @Override
    public void sessionDidActivate(HttpSessionEvent event) {
        awake = true;
        Events.heard(event.getSession(), "activated " + name);
    }

    @Override
    public String toString() {
        return name;
    }
}
