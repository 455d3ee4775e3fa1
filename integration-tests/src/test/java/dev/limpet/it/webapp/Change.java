package dev.limpet.it.webapp;

import jakarta.servlet.http.HttpSession;

/** The change of the session that a way of answering makes, at the moment it chooses. */
record Change(HttpSession session, String value) {

    void make() {
        session.setAttribute("way", value);
    }
}
