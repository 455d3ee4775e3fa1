package dev.limpet.it.balancer;

import java.util.Map;
import java.util.function.UnaryOperator;

class HttpdIT extends BalancerContract {

    private static final String FOLLOW = "stickysession=ROUTE|<none> stickysessionsep=Off";

    HttpdIT() {
        super(Kind.HTTPD);
    }

    @Override
    boolean seesAllLoad() {
        return true;
    }

    /** It never sends again what it has sent. */
    @Override
    boolean repeatsAGet() {
        return false;
    }

    @Override
    String dotted(String file) {
        return changed(file, FOLLOW, "stickysession=ROUTE|<none>");
    }

    @Override
    String bySuffix(String file) {
        return changed(file, FOLLOW, "stickysession=JSESSIONID");
    }

    @Override
    Map<String, UnaryOperator<String>> otherAffinities() {
        return Map.of("a cookie that the balancer inserts", HttpdIT::byOwnCookie);
    }

    private static String byOwnCookie(String file) {
        String header =
                "    Header add Set-Cookie \"SRV=%{BALANCER_WORKER_ROUTE}e; Path=/; HttpOnly\" env=BALANCER_ROUTE_CHANGED\n";
        return changed(file, FOLLOW, "stickysession=SRV|<none> stickysessionsep=Off")
                .replace("    ProxyPass \"/\"", header + "    ProxyPass \"/\"");
    }
}
