package dev.limpet.session.explorer;

import java.util.Arrays;

import dev.limpet.session.CookieProof;
import dev.limpet.session.Copy;

/** A client: its requests, and the session cookie that it sends with the next one. Answers put on that cookie what the real rule says. */
final class Browser {

    final Client client;
    final int firstRequest;

    private int sent;
    private boolean silent;
    private int id;
    /** The node that the cookie's suffix names; null: none. */
    private Host proof;

    Browser(Client client, int firstRequest, Host proof) {
        this.client = client;
        this.firstRequest = firstRequest;
        this.proof = proof;
    }

    /** The number of its next request, or -1: it has none, or waits for answers first. */
    int next(Request[] requests) {
        if (silent || hasSentAll()) {
            return -1;
        }
        int open = 0;
        for (int i = firstRequest; i < firstRequest + sent; i++) {
            if (requests[i].isUnderWay() && !requests[i].gaveUp) {
                open++;
            }
        }
        return open < client.parallel() ? firstRequest + sent : -1;
    }

    void send(Request request) {
        sent++;
        request.id = id;
        request.proof = proof;
    }

    boolean wouldProve(Host host) {
        return proof != null && proof.letter.equals(host.letter);
    }

    String proof() {
        return proof == null ? "" : proof.letter;
    }

    /** The session cookie of the answer. One whose save has failed carries none. */
    void receive(Request request) {
        if (request.refused && request.copy != null || !client.cookies()) {
            return;
        }
        Copy copy = request.copy;
        switch (CookieProof.owed(copy != null && !copy.isDead(), request.given, request.loaded)) {
            case KEEP -> {}
            case STAMP -> {
                proof = request.host;
                id = copy == null ? id : Arrays.asList(World.IDS).indexOf(copy.id());
            }
            case TAKE_OFF -> proof = null;
        }
    }

    /** Then it makes no difference what its cookie says. */
    boolean hasSentAll() {
        return sent == client.ops().size();
    }

    void sendsNoMore() {
        silent = true;
    }

    /** The cookie names the route, not its incarnation. */
    void restarted(Host former, Host present) {
        if (proof == former) {
            proof = present;
        }
    }

    void writeTo(Digest key) {
        key.put(sent);
        if (!hasSentAll()) {
            key.put(silent).put(id).put(proof == null ? -1 : proof.number);
        }
    }
}
