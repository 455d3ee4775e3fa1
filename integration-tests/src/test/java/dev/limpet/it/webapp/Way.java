package dev.limpet.it.webapp;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** One way of answering. */
@FunctionalInterface
interface Way {

    void answer(HttpServletRequest request, HttpServletResponse response, Change change)
            throws IOException, ServletException;
}
