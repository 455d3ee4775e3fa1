package dev.limpet.tomcat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.authenticator.SingleSignOnEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.limpet.session.Copy;
import dev.limpet.session.SessionHash;
import dev.limpet.session.SessionNode;
import dev.limpet.session.SignOnStore.Member;
import dev.limpet.session.SignOns;

/**
 * Ends a sign-on: first the sessions that belong to it, for all nodes, then the sign-on itself, then what has joined it meanwhile. In this order a failure
 * leaves a sign-on that can be ended once more, never sessions that nothing leads to.
 */
final class SignOff {

    private static final Logger log = LoggerFactory.getLogger(SignOff.class);

    private final Container host;
    private final SignOns<SingleSignOnEntry> signOns;
    /** Sessions that are ended here say so; that is no further logout. */
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    SignOff(Container host, SignOns<SingleSignOnEntry> signOns) {
        this.host = host;
        this.signOns = signOns;
    }

    /** @throws dev.limpet.session.StoreUnavailableException not everything has ended */
    void run(String signOn) {
        if (!underWay.add(signOn)) {
            return;
        }
        try {
            List<Member> members = signOns.members(signOn);
            members.forEach(member -> end(member, signOn));
            signOns.end(signOn).stream().filter(late -> !members.contains(late)).forEach(late -> end(late, signOn));
        } finally {
            underWay.remove(signOn);
        }
    }

    private void end(Member member, String signOn) {
        RedisSessionManager manager = managerOf(member.path());
        if (manager == null) {
            log.warn(
                    "session {} of {} belongs to a user who has logged out; it cannot be ended by a node without that context",
                    SessionHash.of(member.sessionId()),
                    member.path());
            return;
        }
        SessionNode node = manager.node();
        Copy copy = node.find(member.sessionId(), false, node.budget()).copy();
        if (copy == null) {
            return;
        }
        try {
            LimpetSession session = manager.sessionOf(copy);
            if (session.signOn() == null || session.signOn().equals(signOn)) {
                session.expire(true);
            }
        } finally {
            copy.leave();
        }
    }

    /** Of any version of the context: they share their sessions. */
    private RedisSessionManager managerOf(String path) {
        for (Container child : host.findChildren()) {
            if (child instanceof Context context
                    && context.getPath().equals(path)
                    && context.getManager() instanceof RedisSessionManager manager
                    && manager.isServing()) {
                return manager;
            }
        }
        return null;
    }
}
