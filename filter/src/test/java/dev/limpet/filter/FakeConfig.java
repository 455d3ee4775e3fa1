package dev.limpet.filter;

import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;

/** A filter's declaration in web.xml, and a context that keeps attributes. */
final class FakeConfig implements FilterConfig {

    private final Map<String, String> initParams;
    private final Map<String, Object> attributes = new HashMap<>();
    private final ServletContext context = (ServletContext) Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ServletContext.class},
            (proxy, called, args) -> answer(called.getName(), args));

    FakeConfig(Map<String, String> initParams) {
        this.initParams = initParams;
    }

    @Override
    public String getFilterName() {
        return "affinity";
    }

    @Override
    public ServletContext getServletContext() {
        return context;
    }

    @Override
    public String getInitParameter(String name) {
        return initParams.get(name);
    }

    @Override
    public Enumeration<String> getInitParameterNames() {
        return Collections.enumeration(initParams.keySet());
    }

    private Object answer(String called, Object[] args) {
        return switch (called) {
            case "getAttribute" -> attributes.get((String) args[0]);
            case "setAttribute" -> attributes.put((String) args[0], args[1]);
            case "log" -> null;
            default -> throw new AssertionError("nobody should have called " + called);
        };
    }
}
