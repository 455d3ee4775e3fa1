package dev.limpet.it.expiry;

import java.util.List;
import java.util.stream.Stream;

import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Browser;

/**
 * A listener was told of the end of a session.
 *
 * @param name its attribute, which the listener could still read
 * @param millis since 1970, by the machine's clock
 */
record End(String id, String name, long millis) {

    /** All that the listeners of these nodes were told. */
    static List<End> on(List<TomcatNode> nodes) {
        return nodes.stream().flatMap(End::on).toList();
    }

    private static Stream<End> on(TomcatNode node) {
        return Browser.create().get(node, "/mortals").body().lines().map(End::parse);
    }

    private static End parse(String line) {
        String[] parts = line.split(" ");
        return new End(parts[0], parts[1], Long.parseLong(parts[2]));
    }

    /** How many ends these nodes were told of. */
    static int countOn(List<TomcatNode> nodes) {
        return nodes.stream()
                .mapToInt(node -> Integer.parseInt(
                        Browser.create().get(node, "/mortals?count").body()))
                .sum();
    }
}
