package dev.limpet.session.explorer;

import static dev.limpet.session.explorer.Client.cookieless;
import static dev.limpet.session.explorer.Client.parallel;
import static dev.limpet.session.explorer.Client.sequential;

import java.util.List;

/** What the explorer goes through, smallest first. */
final class Scenarios {

    private static final Op READ = Op.READ;
    private static final Op X = Op.WRITE_X;
    private static final Op Y = Op.WRITE_Y;
    private static final Op REMOVE = Op.REMOVE_X;
    private static final Op LOGOUT = Op.LOGOUT;
    private static final Op LOGIN = Op.RENAME;
    private static final Op STATIC = Op.STATIC;

    private Scenarios() {}

    static Scenario named(String name) {
        return all().stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static List<Scenario> all() {
        return List.of(
                Scenario.of("affine, no fault", 2, sequential(READ, X, Y, READ)).withAffinity(),
                Scenario.of("a static request after logout", 2, sequential(LOGOUT, STATIC, READ)),
                Scenario.of("a static request between", 2, sequential(X, STATIC, READ)),
                Scenario.of("removes and roams", 2, sequential(REMOVE, READ, X, READ)),
                Scenario.of("answer lost, logout", 2, sequential(LOGOUT, LOGOUT, READ))
                        .losingAnswers(1),
                Scenario.of("answer lost", 2, sequential(X, X, READ)).losingAnswers(1),
                Scenario.of("answers lost twice", 2, sequential(X, X, READ)).losingAnswers(2),
                Scenario.of("a node dies", 2, sequential(X, READ, Y, READ)).crashing(1),
                Scenario.of("chain of owners, logout", 3, sequential(READ, LOGOUT), sequential(READ)),
                Scenario.of("gives up, then removes", 2, sequential(X, REMOVE, READ))
                        .givingUp(1),
                Scenario.of("answer lost, logout and a stranger", 2, sequential(READ, LOGOUT), sequential(READ))
                        .losingAnswers(1),
                Scenario.of("gives up, then another attribute", 2, sequential(X, Y, READ))
                        .givingUp(1),
                Scenario.of("chain of owners, write", 3, sequential(READ, X), sequential(READ)),
                Scenario.of("answer lost, write and a stranger", 2, sequential(READ, X), sequential(READ))
                        .losingAnswers(1),
                Scenario.of("gives up a login", 2, sequential(LOGIN, X, READ)).givingUp(1),
                Scenario.of("answer lost, a node dies", 2, sequential(X, X, READ))
                        .losingAnswers(1)
                        .crashing(1),
                Scenario.of("login with a parallel write", 2, sequential(LOGIN, READ), sequential(X)),
                Scenario.of("no affinity, two attributes", 2, cookieless(2, X, Y, READ)),
                Scenario.of("no affinity, same attribute", 2, cookieless(2, X, X, READ)),
                Scenario.of("answer lost, lease passes", 2, sequential(X, X, READ))
                        .losingAnswers(1)
                        .passingLeases(1),
                Scenario.of("answer lost, logout again and a stranger", 2, sequential(LOGOUT, LOGOUT), sequential(READ))
                        .losingAnswers(1),
                Scenario.of("own load and logout", 2, sequential(LOGOUT, READ), sequential(READ, READ)),
                Scenario.of("the balancer roams", 2, sequential(X, READ, Y, READ))
                        .passingLeases(1)
                        .endingLeases(1),
                Scenario.of("login, a stranger keeps the old id", 2, sequential(LOGIN, READ), sequential(READ))
                        .passingLeases(1),
                Scenario.of("three nodes", 3, sequential(X, READ, X, READ)).passingLeases(1),
                Scenario.of("parallel, same attribute", 2, parallel(X, X, READ)),
                Scenario.of("logout and a stranger", 2, sequential(LOGOUT), sequential(READ, READ))
                        .passingLeases(1),
                Scenario.of("parallel login", 2, parallel(LOGIN, X, READ)),
                Scenario.of("a node dies, logout and a stranger", 2, sequential(X, LOGOUT), sequential(READ))
                        .crashing(1),
                Scenario.of("own load and save", 2, sequential(X, READ), sequential(READ, READ)),
                Scenario.of("gives up, then overwrites", 2, sequential(X, X, READ))
                        .givingUp(1)
                        .endingLeases(1),
                Scenario.of("late answers, logout", 3, sequential(READ), sequential(LOGOUT), sequential(READ)),
                Scenario.of("with and without cookie", 2, sequential(X, READ), cookieless(1, X, READ)),
                Scenario.of("parallel, leases end", 2, parallel(X, READ, READ)).passingLeases(1),
                Scenario.of("late answers, write", 3, sequential(READ), sequential(X), sequential(READ)),
                Scenario.of("answer lost, parallel", 2, parallel(X, X, READ)).losingAnswers(1),
                Scenario.of("parallel, two attributes", 2, parallel(X, Y, READ)).endingLeases(1),
                Scenario.of("answer lost, login", 2, sequential(X, LOGIN, READ), sequential(READ))
                        .losingAnswers(1),
                Scenario.of("beats, write and a stranger", 2, sequential(X), sequential(READ))
                        .passingLeases(1)
                        .beating(2),
                Scenario.of("gives up twice", 2, sequential(X, X, X)).givingUp(2),
                Scenario.of("parallel, logout and a late save", 2, parallel(X, LOGOUT, READ))
                        .givingUp(1),
                Scenario.of("three nodes, two tabs", 3, sequential(X, READ), sequential(X, READ)),
                Scenario.of("answer lost, two tabs", 2, sequential(X, READ), sequential(X, READ))
                        .losingAnswers(1),
                Scenario.of("two tabs", 2, sequential(X, READ), sequential(READ))
                        .passingLeases(1)
                        .beating(1),
                Scenario.of("two tabs, both write", 2, sequential(X, READ), sequential(X, READ))
                        .passingLeases(1),
                Scenario.of("beats, logout and a stranger", 2, sequential(LOGOUT), sequential(READ, READ))
                        .passingLeases(1)
                        .beating(1),
                Scenario.of("answer lost, carried along", 2, sequential(X, READ), sequential(Y, Y))
                        .losingAnswers(1),
                Scenario.of("many loads at once", 2, cookieless(2, READ, READ, READ), sequential(READ)),
                Scenario.of("many loads at once, one unanswered", 2, cookieless(2, READ, READ, READ), sequential(READ))
                        .losingAnswers(1));
    }
}
