package dev.limpet.session.explorer;

import java.util.List;

/**
 * Clients and what may go wrong how often. The balancer takes any request anywhere, and a message may be late or lost, in all of them.
 *
 * @param giveUps clients that do not wait for an answer
 * @param crashes nodes that die and start anew
 * @param leasesPassing how often the lease time passes for everybody
 * @param beats of the first node
 * @param leaseEnds how often one node's leases end while everybody else's time stands still
 * @param lostAnswers scripts without an answer
 * @param affine the balancer takes requests to the node that the cookie names, and nowhere else
 */
record Scenario(
        String name,
        int nodes,
        List<Client> clients,
        int giveUps,
        int crashes,
        int leasesPassing,
        int beats,
        int leaseEnds,
        int lostAnswers,
        boolean affine) {

    static Scenario of(String name, int nodes, Client... clients) {
        return new Scenario(name, nodes, List.of(clients), 0, 0, 0, 0, 0, 0, false);
    }

    Scenario givingUp(int n) {
        return new Scenario(name, nodes, clients, n, crashes, leasesPassing, beats, leaseEnds, lostAnswers, affine);
    }

    Scenario crashing(int n) {
        return new Scenario(name, nodes, clients, giveUps, n, leasesPassing, beats, leaseEnds, lostAnswers, affine);
    }

    Scenario passingLeases(int n) {
        return new Scenario(name, nodes, clients, giveUps, crashes, n, beats, leaseEnds, lostAnswers, affine);
    }

    Scenario beating(int n) {
        return new Scenario(name, nodes, clients, giveUps, crashes, leasesPassing, n, leaseEnds, lostAnswers, affine);
    }

    Scenario endingLeases(int n) {
        return new Scenario(name, nodes, clients, giveUps, crashes, leasesPassing, beats, n, lostAnswers, affine);
    }

    Scenario losingAnswers(int n) {
        return new Scenario(name, nodes, clients, giveUps, crashes, leasesPassing, beats, leaseEnds, n, affine);
    }

    Scenario withAffinity() {
        return new Scenario(name, nodes, clients, giveUps, crashes, leasesPassing, beats, leaseEnds, lostAnswers, true);
    }

    int requests() {
        return clients.stream().mapToInt(client -> client.ops().size()).sum();
    }

    /** Whether two requests can be under way at once. */
    boolean isConcurrent() {
        return clients.size() > 1 || giveUps > 0 || clients.get(0).parallel() > 1;
    }

    /** Whether it makes a difference that a node has seen no request yet. */
    boolean tellsUntouchedNodes() {
        return nodes > 2 || crashes > 0;
    }

    /** Whether there is one client alone, which sends one request after the other: to itself everything is owed. */
    boolean isAlone() {
        return clients.size() == 1 && clients.get(0).cookies() && clients.get(0).parallel() == 1;
    }

    @Override
    public String toString() {
        return name;
    }
}
