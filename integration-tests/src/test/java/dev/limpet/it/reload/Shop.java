package dev.limpet.it.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;

import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Answer;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.TestWar;
import dev.limpet.it.harness.Webapp;

/** The application {@code /shop} of a node, beside another that is the root. It has Redis connections of its own, which come and go with it. One thread. */
final class Shop {

    static final String PATH = "/shop";

    private final TomcatNode node;
    private final Path war;
    private int version;

    Shop(TomcatNode node, Path war) {
        this.node = node;
        this.war = war;
    }

    static Path war() {
        return TestWar.withManager(
                "redis=\"${limpet.redis}\" drainStatus=\"404\" storeTimeoutMillis=\"10000\" leaseMillis=\"10000\"");
    }

    TomcatNode node() {
        return node;
    }

    /** Without a version at first; as Tomcat orders them, by their text. */
    private Webapp webapp() {
        return new Webapp(node, PATH + suffix());
    }

    private String suffix() {
        return version == 0 ? "" : "##" + versionName();
    }

    private String versionName() {
        return version == 0 ? "" : String.format(Locale.ROOT, "%03d", version);
    }

    void reload() {
        webapp().reload();
    }

    void replace() {
        webapp().deploy(war);
    }

    void remove() {
        webapp().undeploy();
    }

    void deploy() {
        webapp().deploy(war);
    }

    /** Beside the present version, which keeps its users; what retires that one is returned. */
    Retirement deployNextVersion() {
        Browser regular = Browser.create();
        assertThat(version(visit(regular))).isEqualTo(versionName());
        Webapp former = webapp();
        String formerVersion = versionName();
        version++;
        webapp().deploy(war);
        assertThat(version(visit(regular)))
                .as("the version that a user stays with")
                .isEqualTo(formerVersion);
        assertThat(version(visit(Browser.create())))
                .as("the version that a new user gets")
                .isEqualTo(versionName());
        return () -> {
            former.undeploy();
            Answer answer = visit(regular);
            assertThat(version(answer)).isEqualTo(versionName());
            assertThat(answer.body()).isEqualTo(node.name() + " 3");
        };
    }

    /** Takes the former version away; its users go on with the new one. */
    @FunctionalInterface
    interface Retirement {
        void take();
    }

    private Answer visit(Browser browser) {
        Answer answer = browser.post(node.url() + PATH + "/served", "");
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer;
    }

    private static String version(Answer answer) {
        return answer.header("Version").orElseThrow();
    }
}
