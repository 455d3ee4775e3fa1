package dev.limpet.tomcat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** What a test does inside of a request. */
@FunctionalInterface
interface Errand<T> {

    T run(HttpServletRequest request, HttpServletResponse response) throws Exception;
}
