package dev.limpet.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;

/** A response that keeps what it is told. A header that comes after the commit, which a container would silently drop, fails the test. */
final class FakeResponse {

    final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    final ByteArrayOutputStream body = new ByteArrayOutputStream();
    int status = 200;
    boolean committed;

    final HttpServletResponse facade = (HttpServletResponse) Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (proxy, called, args) -> answer(called.getName(), args));

    List<String> setCookies() {
        return headers.getOrDefault("Set-Cookie", List.of());
    }

    List<String> cacheControl() {
        return headers.getOrDefault("Cache-Control", List.of());
    }

    String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    private Object answer(String called, Object[] args) {
        return switch (called) {
            case "isCommitted" -> committed;
            case "getStatus" -> status;
            case "setStatus" -> status = (int) args[0];
            case "containsHeader" -> headers.containsKey((String) args[0]);
            case "getHeaders" -> headers.getOrDefault((String) args[0], List.of());
            case "addHeader" -> add((String) args[0], (String) args[1]);
            case "setHeader" -> set((String) args[0], (String) args[1]);
            case "setContentType" -> set("Content-Type", (String) args[0]);
            case "setContentLength" -> set("Content-Length", args[0].toString());
            case "getOutputStream" -> stream();
            case "reset" -> reset();
            default -> throw new AssertionError("nobody should have called " + called);
        };
    }

    private Object add(String name, String value) {
        assertThat(committed).as("headers are gone").isFalse();
        headers.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        return null;
    }

    private Object set(String name, String value) {
        assertThat(committed).as("headers are gone").isFalse();
        headers.put(name, new ArrayList<>(List.of(value)));
        return null;
    }

    private Object reset() {
        headers.clear();
        status = 200;
        return null;
    }

    private ServletOutputStream stream() {
        return new ServletOutputStream() {
            @Override
            public void write(int octet) {
                body.write(octet);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new AssertionError("nobody should have gone non-blocking");
            }
        };
    }
}
