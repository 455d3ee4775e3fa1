package dev.limpet.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.limpet.cluster.Project;
import dev.limpet.cluster.TomcatDistribution;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.tomcat.PromptManager;
import dev.limpet.tomcat.RedisSessionManager;

/** Starts nodes that carry Limpet and the test's application, several at once, and stops them all. Used by the test's thread. */
public final class Nodes implements AutoCloseable {

    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final String USERS =
            """
            <tomcat-users>
              <user username="anna" password="secret" roles="visitor"/>
            </tomcat-users>
            """;

    private final String redisUrl;
    private final Path war = TestWar.withBasicLogin();
    private final List<TomcatNode> nodes = new ArrayList<>();

    public Nodes(String redisUrl) {
        this.redisUrl = redisUrl;
    }

    /** Started; {@link #awaitStarted()} waits for all. */
    public TomcatNode start(int major, String name) {
        return start(major, name, UnaryOperator.identity());
    }

    public TomcatNode start(int major, String name, UnaryOperator<TomcatNode.Builder> more) {
        TomcatNode.Builder builder = TomcatNode.builder(TomcatDistribution.ofMajor(major))
                .name(name)
                .redis(redisUrl)
                .drainSeconds(0)
                .jar(Project.locate().limpetJar())
                .war("", war);
        QUICK_START.forEach(builder::jvmOption);
        TomcatNode node = more.apply(builder).build();
        nodes.add(node);
        writeUsers(node);
        return node.start();
    }

    private static void writeUsers(TomcatNode node) {
        try {
            Files.writeString(node.base().resolve("conf/tomcat-users.xml"), USERS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void awaitStarted() {
        nodes.forEach(TomcatNode::awaitStarted);
    }

    /** All of them, also when one fails to; killed: whoever wants to see a node stop has seen it by now, and the rest need not wait for open connections. */
    @Override
    public void close() {
        nodes.forEach(TomcatNode::kill);
        nodes.forEach(TomcatNode::close);
    }

    /** conf/context.xml with more attributes for the manager: {@code name="value"}, as in XML. */
    public static String contextXml(String attributes) {
        return replaced(Project.locate().contextXml(), "drainStatus=\"404\"", "drainStatus=\"404\" " + attributes);
    }

    /** With this conf/context.xml a node that ends sessions soon after its start: {@link PromptManager}. */
    public static UnaryOperator<TomcatNode.Builder> endingPromptly(String contextXml) {
        String prompt = contextXml.replace(RedisSessionManager.class.getName(), PromptManager.class.getName());
        return builder -> builder.jar(TestJar.of(PromptManager.class)).contextXml(prompt);
    }

    /** A file of conf/ in which a text that must be there is another one. */
    public static String replaced(Path file, String text, String by) {
        try {
            String content = Files.readString(file);
            if (!content.contains(text)) {
                throw new IllegalStateException(file + " does not contain " + text);
            }
            return content.replace(text, by);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
