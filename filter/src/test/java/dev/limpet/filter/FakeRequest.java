package dev.limpet.filter;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

/** A request that answers what the filter may ask for. Asked for anything else, a session before all, it fails the test. */
final class FakeRequest {

    private final List<String> cookieHeaders = new ArrayList<>();
    private final Map<String, Object> attributes = new HashMap<>();
    private String method = "GET";
    private String servletPath = "/page";
    private String pathInfo;
    private boolean secure;
    private boolean async;
    private DispatcherType dispatcher = DispatcherType.REQUEST;
    private String requestedSession;
    private boolean requestedSessionValid;
    private HttpSession session;
    private boolean maySeeSession;

    FakeRequest cookies(String header) {
        cookieHeaders.add(header);
        return this;
    }

    FakeRequest attribute(String name, Object value) {
        attributes.put(name, value);
        return this;
    }

    FakeRequest method(String name) {
        method = name;
        return this;
    }

    FakeRequest path(String inServletPath, String inPathInfo) {
        servletPath = inServletPath;
        pathInfo = inPathInfo;
        return this;
    }

    FakeRequest overTls() {
        secure = true;
        return this;
    }

    FakeRequest goesAsync() {
        async = true;
        return this;
    }

    FakeRequest dispatcher(DispatcherType type) {
        dispatcher = type;
        return this;
    }

    FakeRequest requestedSession(boolean valid) {
        requestedSession = "id";
        requestedSessionValid = valid;
        return this;
    }

    /** Only the application asks for it. */
    FakeRequest applicationMayAskForSession(boolean thereIsOne) {
        maySeeSession = true;
        session = thereIsOne ? fakeSession() : null;
        return this;
    }

    HttpServletRequest build() {
        return (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, called, args) -> answer(called.getName(), args));
    }

    private Object answer(String called, Object[] args) {
        return switch (called) {
            case "getHeader" ->
                "Cookie".equals(args[0]) ? cookieHeaders.stream().findFirst().orElse(null) : unexpected(called);
            case "getHeaders" -> "Cookie".equals(args[0]) ? Collections.enumeration(cookieHeaders) : unexpected(called);
            case "getAttribute" -> attributes.get((String) args[0]);
            case "getMethod" -> method;
            case "getServletPath" -> servletPath;
            case "getPathInfo" -> pathInfo;
            case "isSecure" -> secure;
            case "isAsyncStarted" -> async;
            case "getDispatcherType" -> dispatcher;
            case "getRequestedSessionId" -> requestedSession;
            case "isRequestedSessionIdValid" -> requestedSessionValid;
            case "getSession" -> maySeeSession ? session : unexpected(called);
            case "toString" -> "fake request";
            default -> unexpected(called);
        };
    }

    private static HttpSession fakeSession() {
        return (HttpSession) Proxy.newProxyInstance(
                FakeRequest.class.getClassLoader(),
                new Class<?>[] {HttpSession.class},
                (proxy, called, args) -> unexpected(called.getName()));
    }

    private static Object unexpected(String called) {
        throw new AssertionError("nobody should have called " + called);
    }
}
