package dev.limpet.it.balancer;

import java.util.Map;
import java.util.function.UnaryOperator;

class NginxIT extends BalancerContract {

    private static final String FOLLOW = "map $cookie_ROUTE $limpet_group {";

    NginxIT() {
        super(Kind.NGINX);
    }

    /** One group does not see what another has to do. */
    @Override
    boolean seesAllLoad() {
        return false;
    }

    @Override
    boolean repeatsAGet() {
        return true;
    }

    /** The file knows both. */
    @Override
    String dotted(String file) {
        return file;
    }

    @Override
    String bySuffix(String file) {
        String suffix = "map $cookie_JSESSIONID $limpet_suffix { ~\\.(?<route>[^.]+)$ $route; }\n";
        return changed(file, FOLLOW, suffix + "map $limpet_suffix $limpet_group {");
    }

    @Override
    Map<String, UnaryOperator<String>> otherAffinities() {
        return Map.of("the client's address", NginxIT::byAddress);
    }

    private static String byAddress(String file) {
        return changed(
                changed(file, FOLLOW, "map '' $limpet_group {"),
                "    least_conn;\n    server ${NODE1} max_fails=1 fail_timeout=3s;\n    server ${NODE2} max",
                "    ip_hash;\n    server ${NODE1} max_fails=1 fail_timeout=3s;\n    server ${NODE2} max");
    }
}
