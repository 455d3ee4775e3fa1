package dev.limpet.it.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;

import dev.limpet.cluster.Project;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.it.harness.Browser;
import dev.limpet.it.harness.Nodes;
import dev.limpet.it.harness.TestJar;

/** Nodes whose clocks can be set. */
public final class SkewedNodes {

    private static final long EXACT = Duration.ofSeconds(30).toMillis();

    private SkewedNodes() {}

    /**
     * Their connections stay open while idle: Tomcat reads from the wall clock how long that is, so a clock that is set forward
     * would have it hang up at once, and a request that cannot be repeated would meet a closing connection.
     */
    public static TomcatNode.Builder setup(TomcatNode.Builder builder) {
        Path agent = TestJar.agent(ClockAgent.class, ConstantPool.class, SetClock.class);
        String patient =
                Nodes.replaced(Project.locate().serverXml(), "keepAliveTimeout=\"20000\"", "keepAliveTimeout=\"-1\"");
        return builder.jvmOption("-javaagent:" + agent).serverXml(patient);
    }

    /** From now on the node's clock is ahead of this machine's by so many milliseconds, or behind it. */
    public static void setClock(TomcatNode node, long aheadMillis) {
        String now = Browser.create().get(node, "/clock?ahead=" + aheadMillis).body();
        assertThat(Long.parseLong(now) - System.currentTimeMillis() - aheadMillis)
                .as("the node's clock")
                .isBetween(-EXACT, EXACT);
    }
}
