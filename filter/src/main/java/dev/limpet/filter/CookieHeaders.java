package dev.limpet.filter;

import java.util.Enumeration;

import jakarta.servlet.http.HttpServletRequest;

/** Where the Cookie headers of a request are read. A container part that has them as bytes need not have a text made of them for each request. Stateless. */
@FunctionalInterface
public interface CookieHeaders {

    String NAME = "Cookie";

    /** In any container. There is seldom more than one header, and to ask for one costs less. */
    CookieHeaders OF_SERVLETS = (place, request) -> {
        if (place == 0) {
            return request.getHeader(NAME);
        }
        Enumeration<String> all = request.getHeaders(NAME);
        String header = null;
        for (int i = 0; i <= place; i++) {
            header = all != null && all.hasMoreElements() ? all.nextElement() : null;
        }
        return header;
    };

    /** @return the header that has this place among them, from 0; null: there are no more */
    CharSequence at(int place, HttpServletRequest request);
}
