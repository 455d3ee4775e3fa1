package dev.limpet.tomcat;

import java.io.Serializable;

import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;

/** A value whose listener fails. */
final class Failing implements Serializable, HttpSessionBindingListener {

    private static final long serialVersionUID = 1L;

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
        throw new IllegalStateException("on purpose");
    }
}
