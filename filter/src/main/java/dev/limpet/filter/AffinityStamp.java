package dev.limpet.filter;

import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Decides what a response says about the client's node: bind it to this one, let it go, or nothing. Stateless but for the drain switch; called on whatever
 * thread owns the response, before the application runs and again just before the headers leave. May be called any number of times for one response: it
 * looks at what the response says already, so a second call adds nothing, and one after {@code reset()} puts back what was lost. Never asks for a session
 * and never fails.
 *
 * <p>A response with a status of 500 and more binds nobody: a node in trouble should not collect clients. What was stamped before the status was known
 * stays.
 */
public final class AffinityStamp {

    private static final String CACHE_CONTROL = "Cache-Control";

    private final AffinityCookie cookie;
    private final boolean hasCookie;
    private final StampWhen when;
    private final PathInContext health;
    private final DrainSwitch drain;

    public AffinityStamp(AffinitySettings settings, Route route, DrainSwitch drain) {
        this(settings, route, drain, CookieHeaders.OF_SERVLETS);
    }

    public AffinityStamp(AffinitySettings settings, Route route, DrainSwitch drain, CookieHeaders headers) {
        this.cookie = new AffinityCookie(settings, route, headers);
        this.hasCookie = !settings.affinityCookie().isEmpty();
        this.when = settings.stampWhen();
        this.health = new PathInContext(settings.healthPath());
        this.drain = Objects.requireNonNull(drain, "drain");
    }

    /**
     * Stamps a response of which no session is known. With {@link StampWhen#SESSION} that can only let a client go.
     *
     * @return whether the response now says something about the client's node: what a {@code reset()} would lose
     */
    public boolean stamp(HttpServletRequest request, HttpServletResponse response) {
        return stamp(request, response, when == StampWhen.ALWAYS);
    }

    /** Stamps a response to a request that has a valid session. */
    public void stampSession(HttpServletRequest request, HttpServletResponse response) {
        stamp(request, response, true);
    }

    /** Whether the client is to be bound as soon as the request turns out to have a session. */
    boolean waitsForSession(HttpServletRequest request) {
        return hasCookie && when == StampWhen.SESSION && !isDraining(request) && !cookie.isCarriedBy(request);
    }

    private boolean stamp(HttpServletRequest request, HttpServletResponse response, boolean mayBind) {
        if (!hasCookie || response.isCommitted() || health.matches(request)) {
            return false;
        }
        boolean atHome = cookie.isCarriedBy(request);
        boolean letsGo = isDraining(request);
        boolean releases = letsGo && atHome;
        boolean binds = !letsGo && !atHome && mayBind && response.getStatus() < 500;
        if (!releases && !binds) {
            return false;
        }
        if (!cookie.isAnsweredBy(response)) {
            if (releases) {
                cookie.release(request, response);
            } else {
                cookie.bind(request, response);
            }
            keepFromSharedCaches(response);
        }
        return true;
    }

    private boolean isDraining(HttpServletRequest request) {
        return drain.isDraining() || JkActivation.letsGo(request);
    }

    /** One client's cookie must not reach others by way of a shared cache. The application's own word stands. */
    private static void keepFromSharedCaches(HttpServletResponse response) {
        if (!response.containsHeader(CACHE_CONTROL)) {
            response.setHeader(CACHE_CONTROL, "private");
        }
    }

    /** The cookie as a balancer sees it, for logs. */
    @Override
    public String toString() {
        return hasCookie ? cookie.toString() : "none";
    }
}
