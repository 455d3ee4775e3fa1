package dev.limpet.it.history;

import java.util.Locale;

/**
 * One request, as its client saw it.
 *
 * @param client one set of cookies, returned as they came, one request after another
 * @param id the session's id in the cookie that was sent
 * @param proof whether the cookie named the node
 * @param attribute null where the operation is about none
 * @param before the attribute's value that the application found, null for none; known when the outcome is DONE
 * @param written what it sets; once a RENAME is DONE, the new id
 * @param start nanoseconds, when it was sent
 * @param end nanoseconds, when the answer was here
 */
record Operation(
        int client,
        Kind kind,
        String node,
        String id,
        boolean proof,
        String attribute,
        String before,
        String written,
        Outcome outcome,
        long start,
        long end) {

    /** What the application does. */
    enum Kind {
        CREATE,
        GET,
        SET,
        REMOVE,
        RENAME,
        LOGOUT;

        String path() {
            return "/register/" + name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the client knows of it. */
    enum Outcome {
        /** Acknowledged. */
        DONE,
        /** 'There is no session.' */
        ABSENT,
        /** Answered by a failure: it is over, and may have been done or may still be. */
        REFUSED,
        /** No answer: it may be done at any time, or never. */
        BROKEN
    }

    /** On its way, without an answer so far. */
    static Operation sent(
            int client,
            Kind kind,
            String node,
            String id,
            boolean proof,
            String attribute,
            String written,
            long start) {
        return new Operation(
                client, kind, node, id, proof, attribute, null, written, Outcome.BROKEN, start, Long.MAX_VALUE);
    }

    Operation answered(Outcome how, String found, long time) {
        return new Operation(client, kind, node, id, proof, attribute, found, written, how, start, time);
    }

    Operation renamedTo(String newId) {
        return new Operation(client, kind, node, id, proof, attribute, before, newId, outcome, start, end);
    }

    boolean isDone() {
        return outcome == Outcome.DONE;
    }

    boolean reads() {
        return isDone() && attribute != null;
    }

    /** Whether it changes the attribute, or may have; what removed nothing has only read. */
    boolean mutates(String name) {
        boolean changes = kind == Kind.SET || kind == Kind.REMOVE && !(isDone() && before == null);
        return changes && name.equals(attribute) && outcome != Outcome.ABSENT;
    }

    /** Whether it has ended what that id stands for, as far as its client can tell. */
    boolean ends(String sessionId) {
        return isDone() && (kind == Kind.LOGOUT || kind == Kind.RENAME && id.equals(sessionId));
    }

    boolean made(String sessionId) {
        return isDone() && kind == Kind.RENAME && sessionId.equals(written);
    }

    @Override
    public String toString() {
        String what = attribute == null ? "" : " " + attribute + (kind == Kind.SET ? " := " + written : "");
        String found = reads() ? ", found " + before : "";
        return "client " + client + (proof ? " with" : " without") + " proof @" + node + " " + id.substring(0, 4) + ": "
                + kind + what + " -> " + outcome + found;
    }
}
