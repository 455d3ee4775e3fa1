package dev.limpet.sample;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

/**
 * A browser with one session at most, and requests of it that know what the sample asks of a request. Whatever else is
 * called fails the test.
 */
final class FakeBrowser {

    private Map<String, Object> attributes;
    private int ids;

    boolean hasSession() {
        return attributes != null;
    }

    String sessionId() {
        return "id" + ids;
    }

    /** A request with these parameters: name, value, name, value. */
    HttpServletRequest request(String... parameters) {
        return proxy(HttpServletRequest.class, (method, args) -> switch (method.getName()) {
            case "getParameter" -> parameter(parameters, (String) args[0]);
            case "getSession" -> session(args == null || (boolean) args[0]);
            case "changeSessionId" -> "id" + ++ids;
            default -> throw new AssertionError(method);
        });
    }

    private static String parameter(String[] parameters, String name) {
        for (int i = 0; i < parameters.length; i += 2) {
            if (parameters[i].equals(name)) {
                return parameters[i + 1];
            }
        }
        return null;
    }

    private HttpSession session(boolean create) {
        if (attributes == null && create) {
            attributes = new HashMap<>();
            ids++;
        }
        return attributes == null ? null : proxy(HttpSession.class, this::onSession);
    }

    private Object onSession(Method method, Object[] args) {
        return switch (method.getName()) {
            case "getId" -> sessionId();
            case "getCreationTime" -> 0L;
            case "getAttribute" -> attributes.get((String) args[0]);
            case "setAttribute" -> {
                attributes.put((String) args[0], args[1]);
                yield null;
            }
            case "invalidate" -> {
                attributes = null;
                yield null;
            }
            default -> throw new AssertionError(method);
        };
    }

    private interface Answer {
        Object to(Method method, Object[] args);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> answer.to(method, args)));
    }
}
