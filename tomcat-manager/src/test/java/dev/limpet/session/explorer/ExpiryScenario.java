package dev.limpet.session.explorer;

import java.util.List;

/**
 * What may go wrong, how often, on the way of one session to its end.
 *
 * @param crashes sweepers that die and start anew
 * @param stalls sweepers that stop in between
 * @param outages of the store, for all
 * @param cuts of the first node from the store, for it alone
 * @param kills of the first node
 * @param lates touches and saves that are held up on their way
 * @param logins after the end, with the same id
 */
record ExpiryScenario(String name, int crashes, int stalls, int outages, int cuts, int kills, int lates, int logins) {

    static List<ExpiryScenario> all() {
        return List.of(
                new ExpiryScenario("no fault, drops late or lost", 0, 0, 0, 0, 0, 0, 0),
                new ExpiryScenario("a claimer crashes", 1, 0, 0, 0, 0, 0, 0),
                new ExpiryScenario("a claimer stalls", 0, 1, 0, 0, 0, 0, 0),
                new ExpiryScenario("a claimer stalls, the id is used again", 0, 1, 0, 0, 0, 0, 1),
                new ExpiryScenario("a claimer stalls, another crashes", 1, 1, 0, 0, 0, 0, 0),
                new ExpiryScenario("A is killed before its flush", 0, 0, 0, 0, 1, 0, 0),
                new ExpiryScenario("a touch or save of A is late", 0, 0, 0, 0, 0, 1, 0),
                new ExpiryScenario("A is cut off alone", 0, 0, 0, 1, 0, 0, 0),
                new ExpiryScenario("the store is down for all", 0, 0, 1, 0, 0, 0, 0),
                new ExpiryScenario("the store is down for all, a node starts anew", 1, 0, 1, 0, 0, 0, 0));
    }

    static ExpiryScenario named(String name) {
        return all().stream()
                .filter(scenario -> scenario.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return name;
    }
}
