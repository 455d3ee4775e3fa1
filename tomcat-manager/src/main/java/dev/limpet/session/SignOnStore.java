package dev.limpet.session;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Where single sign-ons of a host are kept. Each method is one step that nothing comes between, and one trip; an answer fails with
 * {@link StoreUnavailableException} if the store gives none.
 */
public interface SignOnStore {

    /**
     * Who is signed on.
     *
     * @param authType as the container calls it, or empty
     * @param principal in its stored form, or empty; never with a password
     */
    record SignOn(String authType, byte[] principal) {

        public SignOn {
            Objects.requireNonNull(authType);
            Objects.requireNonNull(principal);
        }
    }

    /**
     * A session that belongs to a sign-on.
     *
     * @param path of its context
     */
    record Member(String sessionId, String path) {}

    /** Makes a new sign-on with its first session. @param timeoutSeconds of that session; not positive: it never ends */
    CompletableFuture<Void> open(String id, SignOn signOn, Member first, int timeoutSeconds);

    /** Says anew who is signed on. @return whether there is such a sign-on */
    CompletableFuture<Boolean> update(String id, SignOn signOn);

    /** The sign-on, whose end in the store moves on; null: there is none. */
    CompletableFuture<SignOn> load(String id);

    /** Adds a session. @param before what it was called until now, or null @return whether there is such a sign-on */
    CompletableFuture<Boolean> join(String id, Member member, Member before, int timeoutSeconds);

    /** Takes a session out; the sign-on ends with its last one. */
    CompletableFuture<Void> leave(String id, Member member);

    /** The sessions that belong to a sign-on; none, if there is no such sign-on. */
    CompletableFuture<List<Member>> members(String id);

    /** Ends a sign-on for all nodes and tells them. @return the sessions that still belonged to it */
    CompletableFuture<List<Member>> end(String id);
}
