package dev.limpet.filter;

import java.io.IOException;
import java.time.Clock;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Stamps the affinity cookie and answers the health path. Acts on a request's first dispatch only: include, forward, error and async dispatches pass as they
 * are, and so does what is not HTTP. Called on request threads.
 *
 * <p>Works in any servlet container when web.xml declares it: first of the filters, {@code async-supported}, mapped to {@code /*}. Its init-params are
 * {@link AffinitySettings#NAMES} and {@code route}, the node's name; without that it takes the system property {@code limpet.route}; without both, or with
 * a wrong value or an unknown name, it refuses to start and says why. A drain is started through {@link DrainSwitch#of}.
 */
public final class AffinityFilter implements Filter {

    /** Set by the constructor or by init, which the container calls before the first request. */
    private AffinityPass pass;

    private HealthEndpoint health;

    /** For web.xml; {@link #init} builds the rest. */
    public AffinityFilter() {}

    /** For a container part that also stamps just before the headers leave, and knows then whether there is a session. Needs no init-params. */
    public AffinityFilter(AffinityStamp stamp, HealthEndpoint health) {
        this.pass = AffinityPass.plain(stamp);
        this.health = health;
    }

    @Override
    public void init(FilterConfig config) throws ServletException {
        if (pass != null) {
            return;
        }
        try {
            StandaloneSetup setup = StandaloneSetup.of(config, Clock.systemUTC());
            pass = new StandalonePass(setup.stamp());
            health = setup.health();
            config.getServletContext().log("Affinity cookie: " + setup.stamp());
        } catch (IllegalArgumentException e) {
            throw new ServletException("Filter " + config.getFilterName() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getDispatcherType() == DispatcherType.REQUEST
                && request instanceof HttpServletRequest httpRequest
                && response instanceof HttpServletResponse httpResponse) {
            first(httpRequest, httpResponse, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void first(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (health.isHealth(request)) {
            health.answer(request, response);
        } else {
            pass.through(request, response, chain);
        }
    }
}
