package dev.limpet.tomcat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import jakarta.servlet.ServletRequest;

import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Session;
import org.apache.catalina.session.TooManyActiveSessionsException;
import org.apache.coyote.CommitSeam;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.limpet.filter.Route;
import dev.limpet.session.Copy;
import dev.limpet.session.SessionNode;
import dev.limpet.session.StoreHealth;
import dev.limpet.session.StoreUnavailableException;
import dev.limpet.session.Terms;

/**
 * Keeps the sessions of a context in Redis, where every node finds them, and serves them from memory on the node that a client sticks to. The
 * {@code className} of the {@code <Manager>} element; {@link ManagerAttributes} has its attributes, {@link ManagerOperations} what an operator does with it.
 *
 * <p>Stands between Tomcat and {@link SessionNode}: answers Tomcat's calls for the request that the thread works on ({@link Visit}); whoever else asks only
 * looks.
 */
public class RedisSessionManager extends ManagerOperations {

    private static final Logger log = LoggerFactory.getLogger(RedisSessionManager.class);

    private static final int SECONDS_A_MINUTE = 60;

    private final CommitValve valve = new CommitValve(this);
    private final Map<ServletRequest, Visit> parked = new ConcurrentHashMap<>();

    private final UnaryOperator<Terms> times;

    private ContextNames names;
    private ManagerSettings settings;
    private Codecs codecs;
    private volatile ClassLoader applicationLoader;
    private Installation installation;
    private volatile SessionEngine engine;
    private volatile NodeFront front;

    public RedisSessionManager() {
        this(UnaryOperator.identity());
    }

    /** @param times changes what the attributes say, for a test that cannot wait for a minute */
    RedisSessionManager(UnaryOperator<Terms> times) {
        this.times = times;
        sessions = new LocalSessionMap(this);
    }

    // ----------------------------------------------------------------------------------------------------- lifecycle

    /** The valve has to stand before the authenticator, which comes later: a manager that is set on a context installs it at once. */
    @Override
    public void setContext(Context newContext) {
        Context before = getContext();
        super.setContext(newContext);
        if (before != null && before != newContext) {
            before.getPipeline().removeValve(valve);
        }
        if (newContext != null && before != newContext) {
            newContext.getPipeline().addValve(valve);
        }
    }

    @Override
    protected void startInternal() throws LifecycleException {
        super.startInternal();
        names = ContextNames.of(getContext());
        applicationLoader = getContext().getLoader().getClassLoader();
        installation = new Installation(this, valve);
        installation.refuseEarlierAuthenticator();
        try {
            CommitSeam.check();
            DeferredAnswer.beginTimeouts();
            refuseWrong();
            settings = ManagerSettings.parse(given(), getJvmRoute()).with(times);
            configureTomcat();
            open();
        } catch (IllegalArgumentException | IllegalStateException e) {
            close();
            throw new LifecycleException("<Manager> of the context " + label() + ": " + e.getMessage(), e);
        }
        installation.install(front.affinity(), front.health());
        getContext().getServletContext().setAttribute(UserSessions.ATTRIBUTE, users());
        setState(LifecycleState.STARTING);
        log.info(
                "{}: node {}, sessions in {}",
                label(),
                settings.route(),
                settings.redis().where());
    }

    /** Tomcat would append the node's name to every id. */
    private void configureTomcat() {
        getSessionIdGenerator().setJvmRoute(null);
        getSessionIdGenerator().setSessionIdLength(settings.sessionIdLength());
        setPersistAuthentication(settings.persistAuthentication());
        setMaxActiveSessions(settings.maxActiveSessions());
    }

    private void open() {
        codecs = Codecs.of(settings, () -> getContext().getLoader().getClassLoader());
        engine = new SessionEngine(settings, codecs.application(), names, this::expireClaimed);
        front = new NodeFront(settings, getEngine(), engine, label());
    }

    private void close() {
        if (front != null) {
            front.close();
            front = null;
        }
        SessionEngine running = engine;
        if (running != null) {
            running.stop();
            engine = null;
        }
    }

    @Override
    protected void stopInternal() throws LifecycleException {
        setState(LifecycleState.STOPPING);
        if (installation != null) {
            installation.remove();
            installation = null;
        }
        close();
        parked.clear();
        applicationLoader = null;
        super.stopInternal();
    }

    /** Whether sessions can be found and made: from the start to the stop. */
    boolean isServing() {
        return front != null;
    }

    /** @throws StoreUnavailableException the context is being stopped; another node serves the client */
    SessionNode node() {
        SessionEngine running = engine;
        if (running == null) {
            throw new StoreUnavailableException("the session manager of " + label() + " is not running", null);
        }
        return running.node();
    }

    /** The same, or null: the context is not running. */
    SessionNode nodeIfServing() {
        SessionEngine running = engine;
        return isServing() && running != null ? running.node() : null;
    }

    /** Whether a request that is over for the filters and servlets can still change its session. */
    boolean tellsApplicationOfEnds() {
        Installation installed = installation;
        return installed == null || installed.applicationListens();
    }

    Route route() {
        return settings.route();
    }

    @Override
    SessionsOfUsers users() {
        return new SessionsOfUsers(this, node());
    }

    @Override
    StoreHealth.State redisState() {
        SessionEngine running = engine;
        return running == null ? StoreHealth.State.UNKNOWN : running.health().state();
    }

    @Override
    String routeName() {
        return settings == null ? null : settings.route().name();
    }

    /** What the balancer sees; null when stopped. */
    NodeFront front() {
        return front;
    }

    Codecs codecs() {
        return codecs;
    }

    boolean keepsAuthentication() {
        return settings.persistAuthentication();
    }

    @Override
    String label() {
        return names.label();
    }

    // ------------------------------------------------------------------------------------------------------- finding

    /**
     * For the request of this thread: its session, from memory or by one load. For everybody else a look, which takes and prolongs nothing.
     *
     * @throws dev.limpet.session.StoreUnavailableException unknown; an {@link IOException} would be read as 'no session'
     */
    @Override
    public Session findSession(String requestedId) throws IOException {
        if (requestedId == null || !isServing()) {
            return null;
        }
        RequestedSession asked = RequestedSession.parse(requestedId);
        if (!asked.isPlausible()) {
            return null;
        }
        Visit visit = Visits.current();
        if (visit != null && visit.isOf(this) && visit.asksFor(asked.id())) {
            return visit.find(asked.id());
        }
        return new Looks(this).see(asked) ? new LookedAtSession(this, asked.id()) : null;
    }

    /** The session that shows this copy to the application; made on first use. */
    LimpetSession sessionOf(Copy copy) {
        synchronized (copy) {
            if (copy.face() instanceof LimpetSession session) {
                return session;
            }
            LimpetSession session = LimpetSession.loaded(this, copy);
            copy.show(session);
            session.tellActivated();
            return session;
        }
    }

    // ------------------------------------------------------------------------------------- making, renaming, ending

    @Override
    public Session createSession(String wantedId) {
        if (isFull()) {
            rejectedSessions++;
            throw new TooManyActiveSessionsException(
                    "maxActiveSessions: this node has that many sessions", getMaxActiveSessions());
        }
        String id = wantedId == null
                ? generateSessionId()
                : RequestedSession.parse(wantedId).id();
        return maker().create(id, getContext().getSessionTimeout() * SECONDS_A_MINUTE);
    }

    /** Sessions are counted only where there may be too many: it takes a look at each. */
    private boolean isFull() {
        return getMaxActiveSessions() >= 0
                && node().localSessions() >= getMaxActiveSessions()
                && getActiveSessions() >= getMaxActiveSessions();
    }

    /** For the classes beside this one. */
    @Override
    protected String generateSessionId() {
        return super.generateSessionId();
    }

    @Override
    public String rotateSessionId(Session session) {
        return maker().rotate((LimpetSession) session);
    }

    /** @throws IllegalArgumentException the new id is in use, or cannot be reached in one step */
    @Override
    public void changeSessionId(Session session, String newId) {
        maker().change(session, newId);
    }

    /** @return whether it is this call that has ended the session */
    boolean end(LimpetSession session) {
        return maker().end(session);
    }

    private SessionMaker maker() {
        return new SessionMaker(this, node());
    }

    /** On the housekeeper's thread. */
    private void expireClaimed(Copy copy) {
        asApplication(() -> sessionOf(copy).expireClaimed());
    }

    /** What may run the application's code, on whatever thread: it finds its own class loader on it, as it would in a request. */
    void asApplication(Runnable task) {
        Thread thread = Thread.currentThread();
        ClassLoader own = thread.getContextClassLoader();
        ClassLoader applications = applicationLoader;
        if (own == applications || applications == null) {
            task.run();
            return;
        }
        thread.setContextClassLoader(applications);
        try {
            task.run();
        } finally {
            thread.setContextClassLoader(own);
        }
    }

    /** Sessions end by the store's clock, not by Tomcat's background thread. */
    @Override
    public void processExpires() {
        log.trace("{}: nothing to do, the housekeeper ends sessions", label());
    }

    // --------------------------------------------------------------------------------------- what no request saves

    /** A session was changed. If no request holds it (a thread of the application does), it is saved at once, in the background. */
    void changed(LimpetSession session) {
        if (!session.copy().isInUse()) {
            saveLater(session);
        }
    }

    void saveLater(LimpetSession session) {
        SessionEngine running = engine;
        if (running != null) {
            running.saveLater(session.copy());
        }
    }

    void endUse(Copy copy) {
        SessionEngine running = engine;
        if (running != null) {
            running.node().endUse(copy);
        }
    }

    /** An asynchronous request leaves its thread; it is over on another one. */
    void park(ServletRequest request, Visit visit) {
        parked.put(request, visit);
    }

    int asynchronousRequests() {
        return parked.size();
    }

    /** The visit of a request that is over, wherever it was. */
    Visit unpark(ServletRequest request) {
        return parked.isEmpty() ? null : parked.remove(request);
    }

    /** Sessions outlive this node: nothing to load. */
    @Override
    public void load() throws ClassNotFoundException, IOException {
        log.trace("{}: sessions are in Redis", label());
    }

    /** Sessions outlive this node: nothing to unload. */
    @Override
    public void unload() throws IOException {
        log.trace("{}: sessions are in Redis", label());
    }
}
