package dev.limpet.it.balancer;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

class HaProxyIT extends BalancerContract {

    private static final String FOLLOW = "    cookie ROUTE rewrite\n";

    HaProxyIT() {
        super(Kind.HAPROXY);
    }

    @Override
    boolean seesAllLoad() {
        return true;
    }

    @Override
    boolean repeatsAGet() {
        return true;
    }

    @Override
    String dotted(String file) {
        return changed(file, "\" cookie node", "\" cookie .node");
    }

    @Override
    String bySuffix(String file) {
        String uses = NODES.stream()
                .map(node -> "    use-server " + node + " if { var(txn.route) -m str " + node + " }\n")
                .collect(Collectors.joining());
        return changed(file, FOLLOW, "    http-request set-var(txn.route) req.cook(JSESSIONID),field(-1,.)\n" + uses);
    }

    @Override
    Map<String, UnaryOperator<String>> otherAffinities() {
        return Map.of(
                "a cookie that the balancer inserts",
                file -> changed(file, FOLLOW, "    cookie SRV insert indirect nocache httponly\n"),
                "the client's address",
                file -> changed(changed(file, FOLLOW, ""), "balance leastconn", "balance source"));
    }
}
