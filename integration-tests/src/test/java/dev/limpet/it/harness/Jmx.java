package dev.limpet.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;

import dev.limpet.cluster.TomcatNode;

/** What an operator does to a running node, and sees of it, with a JMX console. */
public final class Jmx {

    /**
     * Option for a JVM whose applications are deployed by JMX. Without it, the agent is made by a thread that has no context class loader, and Tomcat leaves
     * the application's on a thread that had none.
     */
    public static final String AT_START = "-Dcom.sun.management.jmxremote";

    private static final String DEPLOYER = "Catalina:type=Deployer,host=localhost";
    private static final String JVM = "com.sun.management:type=DiagnosticCommand";
    private static final String TEXT = String.class.getName();
    private static final String TEXTS = String[].class.getName();

    private Jmx() {}

    @FunctionalInterface
    private interface Errand<T> {
        T at(MBeanServerConnection node) throws IOException, JMException;
    }

    /** Has Tomcat look at once whether the files of an application have come, changed or gone; returns when it has done what follows. */
    static void check(TomcatNode node, String application) {
        invoke(node, DEPLOYER, "check", application);
    }

    /** Undeploys old versions without sessions, as {@code undeployOldVersions="true"} does every ten seconds. */
    public static void undeployOldVersions(TomcatNode node) {
        invoke(node, DEPLOYER, "checkUndeploy");
    }

    /** A line for each class, with the number of its instances, after a collection of all garbage. */
    static List<String> classHistogram(TomcatNode node) {
        return at(node, connection -> lines(connection, "gcClassHistogram"));
    }

    /** All stacks, as jstack prints them. */
    static List<String> threads(TomcatNode node) {
        return at(node, connection -> lines(connection, "threadPrint"));
    }

    private static List<String> lines(MBeanServerConnection node, String command) throws IOException, JMException {
        Object text = node.invoke(new ObjectName(JVM), command, new Object[] {new String[0]}, new String[] {TEXTS});
        return ((String) text).lines().toList();
    }

    private static void invoke(TomcatNode node, String bean, String operation, String... arguments) {
        String[] types = Stream.of(arguments).map(any -> TEXT).toArray(String[]::new);
        at(node, connection -> connection.invoke(new ObjectName(bean), operation, arguments, types));
    }

    private static <T> T at(TomcatNode node, Errand<T> errand) {
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(agentOf(node)))) {
            return errand.at(connector.getMBeanServerConnection());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String agentOf(TomcatNode node) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(node.pid()));
            try {
                return machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }
}
