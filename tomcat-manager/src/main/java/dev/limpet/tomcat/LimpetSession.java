package dev.limpet.tomcat;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionEvent;

import org.apache.catalina.session.StandardSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.limpet.session.Budget;
import dev.limpet.session.Copy;

/**
 * A session as the application sees it: Tomcat's own session class over a {@link Copy}. Never talks to Redis; it asks its manager, and only to end. A setter
 * changes the copy, and the commit point of the request saves it.
 */
final class LimpetSession extends StandardSession {

    /** Set in the stored form of a value that wants to hear of its activation. */
    static final int ACTIVATION_FLAG = 1;

    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(LimpetSession.class);
    /** What is signed for the container is no attribute of the same session. */
    private static final String CONTAINERS = "/container";

    private static final String PRINCIPAL = "principal";
    private static final String AUTH_TYPE = "authType";
    private static final String USER = "user";
    private static final String SIGN_ON = "signOn";

    private final transient RedisSessionManager owner;
    private final transient Copy copy;
    /** Held while the session is being ended, with its listeners called: whoever else ends it meanwhile is told so once it is over. */
    private final transient ReentrantLock ending = new ReentrantLock();
    /** This node is giving the session away: from now on no change made here may undo one of another node. */
    private transient volatile boolean leaving;

    private final transient StoredPrincipal storedPrincipal;
    private final transient StoredNotes storedNotes;

    private LimpetSession(RedisSessionManager manager, Copy copy) {
        super(manager);
        this.owner = manager;
        this.copy = copy;
        this.storedPrincipal =
                new StoredPrincipal(manager.codecs().application().boundTo(copy.birth() + CONTAINERS));
        this.storedNotes = new StoredNotes(
                copy.content(), manager.codecs().own().boundTo(copy.birth() + CONTAINERS), this::isFenced);
        this.id = copy.id();
        this.attributes = new SessionAttributes(copy.content(), this::isFenced, this::exclude);
        this.isValid = true;
        setCreationTime(copy.createdMillis());
    }

    static LimpetSession created(RedisSessionManager manager, Copy copy) {
        LimpetSession session = new LimpetSession(manager, copy);
        session.isNew = true;
        return session;
    }

    static LimpetSession loaded(RedisSessionManager manager, Copy copy) {
        LimpetSession session = new LimpetSession(manager, copy);
        session.thisAccessedTime = copy.accessMillis();
        session.lastAccessedTime = copy.accessMillis();
        byte[] principal = copy.content().property(PRINCIPAL);
        if (principal != null) {
            session.principal = session.storedPrincipal.read(principal);
        }
        byte[] authType = copy.content().property(AUTH_TYPE);
        if (authType != null) {
            session.authType = new String(authType, StandardCharsets.UTF_8);
        }
        return session;
    }

    Copy copy() {
        return copy;
    }

    /** Whatever has changed is in the store when this returns, and the store is told of the use if it is time. */
    void save(Budget budget) {
        if (isValid()) {
            owner.asApplication(() -> owner.node().save(copy, budget));
        }
    }

    private boolean isFenced() {
        Visit visit = Visits.current();
        return visit != null && visit.isOf(owner) ? visit.isProven() : leaving || copy.hasFencedRequest();
    }

    // ----------------------------------------------------------------------------------------------- being in use

    /** The container hands the session to a request and holds it until the request is recycled. */
    @Override
    public void access() {
        copy.enter();
        super.access();
    }

    @Override
    public void endAccess() {
        super.endAccess();
        if (!lastAccessAtStart) {
            owner.endUse(copy);
        }
        if (isValid() && copy.hasUntriedChanges()) {
            owner.saveLater(this);
        }
        copy.leave();
    }

    /** Idleness alone never ends a session here: only the store knows the last access on all nodes. */
    @Override
    public boolean isValid() {
        return isValid && (expiring || !copy.isDead());
    }

    @Override
    protected boolean isValidInternal() {
        return isValid();
    }

    /** The nodes' clocks may differ, and Redis' from all of them. */
    @Override
    public long getLastAccessedTime() {
        return Math.max(creationTime, super.getLastAccessedTime());
    }

    // --------------------------------------------------------------------------------------------------------- ending

    /** Ends the session for everybody. Its listeners are called here if, and only if, it is this call that has ended it. */
    @Override
    public void expire(boolean notify) {
        if (ending.isHeldByCurrentThread()) {
            return;
        }
        String signOn;
        boolean endedHere;
        ending.lock();
        try {
            if (!isValid()) {
                return;
            }
            signOn = signOn();
            endedHere = owner.end(this);
            super.expire(endedHere && notify);
        } finally {
            ending.unlock();
        }
        if (endedHere) {
            SignOnLink.ended(this, signOn);
        }
    }

    /** The session has been claimed by this node: its listeners are called here. */
    void expireClaimed() {
        String signOn = signOn();
        ending.lock();
        try {
            super.expire(true);
        } finally {
            ending.unlock();
        }
        SignOnLink.timedOut(this, signOn);
    }

    // ------------------------------------------------------------------------------------------------ what is stored

    @Override
    public void setAttribute(String name, Object value, boolean notify) {
        if (name != null && value != null && !(value instanceof Serializable) && !exclude(name, value)) {
            throw new IllegalArgumentException("The session attribute \"" + name + "\" cannot be stored: "
                    + value.getClass().getName() + " is not serializable");
        }
        super.setAttribute(name, value, notify);
        owner.changed(this);
    }

    @Override
    protected void removeAttributeInternal(String name, boolean notify) {
        try {
            super.removeAttributeInternal(name, notify);
        } catch (RuntimeException | LinkageError e) {
            if (!ending.isHeldByCurrentThread()) {
                throw e;
            }
            log.error("{}: the attribute \"{}\" failed to hear of the end of its session", owner.label(), name, e);
        }
        if (isValid()) {
            owner.changed(this);
        }
    }

    @Override
    public int getMaxInactiveInterval() {
        return copy.content().maxInactiveSeconds();
    }

    @Override
    public void setMaxInactiveInterval(int seconds) {
        maxInactiveInterval = seconds;
        if (seconds != copy.content().maxInactiveSeconds()) {
            copy.content().setMaxInactiveSeconds(seconds, isFenced());
            owner.changed(this);
        }
    }

    @Override
    public void setPrincipal(Principal newPrincipal) {
        Principal former = principal;
        super.setPrincipal(newPrincipal);
        if (newPrincipal == former || !owner.keepsAuthentication()) {
            return;
        }
        byte[] stored = newPrincipal == null ? null : storedPrincipal.write(newPrincipal);
        copy.content().setProperty(PRINCIPAL, stored, isFenced());
        byte[] user = newPrincipal == null ? null : newPrincipal.getName().getBytes(StandardCharsets.UTF_8);
        copy.content().setProperty(USER, user, isFenced());
    }

    @Override
    public void setAuthType(String newAuthType) {
        String former = authType;
        super.setAuthType(newAuthType);
        if (newAuthType == null ? former != null : !newAuthType.equals(former)) {
            byte[] stored = newAuthType == null ? null : newAuthType.getBytes(StandardCharsets.UTF_8);
            if (owner.keepsAuthentication()) {
                copy.content().setProperty(AUTH_TYPE, stored, isFenced());
            }
        }
    }

    /** The single sign-on that the session belongs to, on whatever node; or null. */
    String signOn() {
        byte[] stored = copy.content().property(SIGN_ON);
        return stored == null ? null : new String(stored, StandardCharsets.UTF_8);
    }

    void joined(String signOn) {
        copy.content().setProperty(SIGN_ON, signOn.getBytes(StandardCharsets.UTF_8), isFenced());
        owner.changed(this);
    }

    @Override
    public void setNote(String name, Object value) {
        super.setNote(name, value);
        if (StoredNotes.isStored(name)) {
            storedNotes.set(name, value);
        }
    }

    @Override
    public void removeNote(String name) {
        super.removeNote(name);
        if (StoredNotes.isStored(name)) {
            storedNotes.set(name, null);
        }
    }

    /** What another node has noted is read when it is asked for. */
    @Override
    public Object getNote(String name) {
        Object known = super.getNote(name);
        if (known != null || !StoredNotes.isStored(name)) {
            return known;
        }
        Object stored = storedNotes.get(name);
        if (stored != null) {
            super.setNote(name, stored);
        }
        return stored;
    }

    /** The id is the copy's; the manager has renamed it already. */
    @Override
    public void setId(String newId, boolean notify) {
        id = newId;
        if (notify) {
            tellNew();
        }
    }

    // ---------------------------------------------------------------------------------------------------- activation

    /** The session has come from another node: tells the values that want to know. Nothing else is decoded for it. */
    void tellActivated() {
        fireSessionEvent(SESSION_ACTIVATED_EVENT, null);
        tell(
                copy.content().namesFlagged(ACTIVATION_FLAG),
                HttpSessionActivationListener::sessionDidActivate,
                "sessionDidActivate");
    }

    /** This node gives the session away: tells the values that know of it. What they change belongs to this node's last save, or is overtaken. */
    void tellPassivated() {
        fireSessionEvent(SESSION_PASSIVATED_EVENT, null);
        leaving = true;
        tell(
                copy.content().namesOf(HttpSessionActivationListener.class),
                HttpSessionActivationListener::sessionWillPassivate,
                "sessionWillPassivate");
    }

    private void tell(
            List<String> names, BiConsumer<HttpSessionActivationListener, HttpSessionEvent> message, String what) {
        HttpSessionEvent event = new HttpSessionEvent(getSession());
        for (String name : names) {
            try {
                if (attributes.get(name) instanceof HttpSessionActivationListener listener) {
                    message.accept(listener, event);
                }
            } catch (RuntimeException | LinkageError e) {
                log.error("{}: {} of the attribute \"{}\" failed", owner.label(), what, name, e);
            }
        }
    }

    static int flagsOf(Object value) {
        return value instanceof HttpSessionActivationListener ? ACTIVATION_FLAG : 0;
    }

    @Override
    public String toString() {
        return "LimpetSession[" + copy + "]";
    }
}
