package dev.limpet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.cluster.proxy.RedisProxy;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Nodes;
import dev.limpet.it.harness.Trips;
import dev.limpet.redis.SessionScripts;

/** What a request costs in trips to Redis, counted as the commands that a node sends; each test with the home on either Tomcat. */
class TripsIT {

    private static RedisServer redis;
    private static RedisProxy proxy;
    private static Nodes nodes;
    private static Map<Integer, TomcatNode> byMajor;
    private static Trips trips;

    private final Browser browser = Browser.create();

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        SessionScripts.sources().forEach(source -> redis.command("SCRIPT", "LOAD", source));
        proxy = RedisProxy.start(redis.port());
        trips = Trips.on(proxy);
        nodes = new Nodes(proxy.url());
        byMajor = Map.of(10, node(10), 11, node(11));
        nodes.awaitStarted();
    }

    private static TomcatNode node(int major) {
        String stable =
                Nodes.contextXml("leaseMillis=\"60000\" touchIntervalSeconds=\"600\" storeTimeoutMillis=\"10000\"");
        return nodes.start(major, "tomcat" + major, builder -> builder.contextXml(stable));
    }

    @AfterAll
    static void stop() {
        nodes.close();
        proxy.close();
        redis.close();
    }

    private void atHome(int major) {
        browser.get(byMajor.get(major), "/session/count");
        trips.take();
    }

    private List<String> tripsOf(int major, String path) {
        trips.take();
        assertThat(browser.get(byMajor.get(major), path).status()).isEqualTo(200);
        return trips.take();
    }

    private static int other(int major) {
        return major == 10 ? 11 : 10;
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void aNewSessionCostsOne(int major) {
        assertThat(tripsOf(major, "/session/count")).containsExactly("save-new");
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void aReadAtHomeCostsNone(int major) {
        atHome(major);
        assertThat(tripsOf(major, "/session/peek")).isEmpty();
        assertThat(tripsOf(major, "/session/peek")).isEmpty();
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void aStaticFileAtHomeCostsNone(int major) {
        atHome(major);
        assertThat(tripsOf(major, "/static.txt")).isEmpty();
        assertThat(tripsOf(major, "/free")).isEmpty();
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void aWriteAtHomeCostsOne(int major) {
        atHome(major);
        assertThat(tripsOf(major, "/session/count")).containsExactly("save-hot");
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void severalAttributesCostOne(int major) {
        atHome(major);
        assertThat(tripsOf(major, "/session/several?value=v")).containsExactly("save");
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void aListThatIsReadAndLeftAsItIsCostsNone(int major) {
        atHome(major);
        assertThat(tripsOf(major, "/session/list?add=x")).containsExactly("save-hot");
        assertThat(tripsOf(major, "/session/get?name=list")).isEmpty();
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void aFailoverThatReadsCostsOneAndIsAtHomeThen(int major) {
        atHome(other(major));
        assertThat(tripsOf(major, "/session/peek")).containsExactly("load");
        assertThat(tripsOf(major, "/session/peek")).isEmpty();
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void aFailoverThatWritesCostsTwo(int major) {
        atHome(other(major));
        assertThat(tripsOf(major, "/session/count")).containsExactly("load", "save-hot");
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void aReadWithoutProofCostsOne(int major) {
        atHome(major);
        browser.cookies().cutSuffix();
        assertThat(tripsOf(major, "/session/peek")).containsExactly("load");
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void aLogoutCostsOne(int major) {
        atHome(major);
        assertThat(tripsOf(major, "/session/logout")).containsExactly("end");
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void aNewIdCostsOneAndOneMoreIfItWrites(int major) {
        atHome(major);
        assertThat(tripsOf(major, "/session/rename")).containsExactly("rename");
        assertThat(tripsOf(major, "/session/login?user=anna")).containsExactly("rename", "save-hot");
    }

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(ints = {10, 11})
    void aClientWithoutASessionCostsNone(int major) {
        assertThat(tripsOf(major, "/session/peek")).isEmpty();
        assertThat(tripsOf(major, "/static.txt")).isEmpty();
    }
}
