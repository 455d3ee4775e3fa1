package dev.limpet.tomcat;

import java.io.IOException;
import java.security.Principal;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;

import org.apache.catalina.Host;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Realm;
import org.apache.catalina.Session;
import org.apache.catalina.authenticator.SingleSignOn;
import org.apache.catalina.authenticator.SingleSignOnEntry;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.limpet.redis.RedisClient;
import dev.limpet.redis.RedisClients;
import dev.limpet.redis.RedisSignOnStore;
import dev.limpet.session.Awaiter;
import dev.limpet.session.SignOns;
import dev.limpet.session.StoreUnavailableException;
import dev.limpet.session.TimeSource;

/**
 * Tomcat's single sign-on for the webapps of a {@code <Host>}, on all nodes: who is signed on stands in Redis, without a password. Finding the cookie, setting
 * it and taking it off is Tomcat's part; {@link SignOns} knows what is signed on, and sessions tell of their end through {@link SignOnLink}, not as Tomcat's
 * listeners, which would stay on the node that made them. Called on request threads. Redis away: 503, and the cookie stays.
 */
public class RedisSingleSignOn extends SingleSignOn {

    private static final Logger log = LoggerFactory.getLogger(RedisSingleSignOn.class);
    private static final int MOST_IN_MEMORY = 50_000;

    private final Map<String, String> given = new LinkedHashMap<>();

    private RedisClient client;
    private SignOnReader reader;
    private SignOff signOff;
    private volatile SignOns<SingleSignOnEntry> signOns;

    public RedisSingleSignOn() {
        cache = new View();
    }

    /** Any attribute that Tomcat's own valve has not: an unknown one stops the start. Called by Tomcat's digester. */
    public boolean setProperty(String name, String value) {
        given.put(name, value);
        return true;
    }

    // ----------------------------------------------------------------------------------------------------- lifecycle

    @Override
    protected void startInternal() throws LifecycleException {
        try {
            open();
        } catch (IllegalArgumentException e) {
            throw new LifecycleException("<Valve className=\"" + getClass().getName() + "\">: " + e.getMessage(), e);
        }
        super.startInternal();
    }

    private void open() {
        if (getRequireReauthentication()) {
            throw new IllegalArgumentException("requireReauthentication=\"true\": must be false, since it needs the"
                    + " user's password, which is never kept");
        }
        if (!(getContainer() instanceof Host host)) {
            throw new IllegalArgumentException("it belongs into a <Host>");
        }
        SignOnSettings.cookieName(getCookieName());
        SignOnSettings settings = SignOnSettings.parse(given);
        client = RedisClients.ofThisJvm().acquire(settings.redis());
        RedisSignOnStore store = new RedisSignOnStore(client, settings.keyPrefix(), host.getName());
        reader = new SignOnReader(settings);
        SignOns<SingleSignOnEntry> opened = new SignOns<>(
                store,
                reader::read,
                settings.lease(),
                settings.redis().storeTimeout(),
                MOST_IN_MEMORY,
                TimeSource.system(),
                Awaiter.blocking());
        store.hear(opened::forget);
        signOff = new SignOff(host, opened);
        signOns = opened;
        log.info("{}: single sign-on in {}", host.getName(), settings.redis().where());
    }

    @Override
    protected void stopInternal() throws LifecycleException {
        super.stopInternal();
        signOns = null;
        if (client != null) {
            client.close();
            client = null;
        }
    }

    boolean isServing() {
        return signOns != null;
    }

    /** @throws StoreUnavailableException the host is being stopped */
    SignOns<SingleSignOnEntry> signOns() {
        SignOns<SingleSignOnEntry> running = signOns;
        if (running == null) {
            throw new StoreUnavailableException("single sign-on is not running", null);
        }
        return running;
    }

    // ------------------------------------------------------------------------------------------------------ requests

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (request.getContext() == null) {
            getNext().invoke(request, response);
            return;
        }
        try {
            super.invoke(request, response);
        } catch (StoreUnavailableException e) {
            if (response.isCommitted()) {
                throw e;
            }
            log.warn("a request of somebody who may be signed on is answered with 503: {}", e.getMessage());
            response.reset();
            response.setHeader("Retry-After", CommitValve.RETRY_AFTER_SECONDS);
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    /** Kept here until its first session is associated, which the authenticator does next: one trip for both. */
    @Override
    protected void register(String ssoId, Principal principal, String authType, String username, String password) {
        signOns().open(ssoId, reader.write(ssoId, principal, authType), SignOnReader.entry(principal, authType));
    }

    @Override
    protected boolean update(String ssoId, Principal principal, String authType, String username, String password) {
        SingleSignOnEntry entry = signOns().find(ssoId);
        return entry != null
                && !entry.getCanReauthenticate()
                && signOns()
                        .update(
                                ssoId,
                                reader.write(ssoId, principal, authType),
                                SignOnReader.entry(principal, authType));
    }

    /** That it belongs to the sign-on stands with the session too: another node asks nobody for it. */
    @Override
    protected boolean associate(String ssoId, Session session) {
        if (!(session instanceof LimpetSession mine)) {
            log.debug("{} has no RedisSessionManager: its sessions do not end with the sign-on", session.getManager());
            return false;
        }
        if (ssoId.equals(mine.signOn())) {
            return true;
        }
        boolean there =
                signOns().join(ssoId, SignOnLink.member(mine, mine.getIdInternal()), mine.getMaxInactiveInterval());
        if (there) {
            mine.joined(ssoId);
        }
        return there;
    }

    @Override
    protected void deregister(String ssoId) {
        signOff(ssoId);
    }

    /** @throws StoreUnavailableException not everything has ended: it can be tried again */
    void signOff(String ssoId) {
        signOns();
        signOff.run(ssoId);
    }

    /** There is no password to do it with. */
    @Override
    protected boolean reauthenticate(String ssoId, Realm realm, Request request) {
        return false;
    }

    /** What Tomcat's valve takes for its memory: it only ever asks here. */
    private final class View extends AbstractMap<String, SingleSignOnEntry> {

        @Override
        public SingleSignOnEntry get(Object ssoId) {
            return signOns().find((String) ssoId);
        }

        @Override
        public Set<Entry<String, SingleSignOnEntry>> entrySet() {
            return Set.of();
        }
    }
}
