package dev.limpet.it.webapp;

import java.util.function.Supplier;

import jakarta.servlet.http.HttpSession;

/** The change of the session that a way of answering makes, at the moment it chooses. */
record Change(Supplier<HttpSession> session, String value) {

    void make() {
        session.get().setAttribute("way", value);
    }
}
