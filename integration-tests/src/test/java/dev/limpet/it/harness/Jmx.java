package dev.limpet.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;

import dev.limpet.cluster.TomcatNode;

/** What an operator does to a running node with a JMX console. */
public final class Jmx {

    private static final String ROOT_CONTEXT =
            "Catalina:j2eeType=WebModule,name=//localhost/,J2EEApplication=none,J2EEServer=none";

    private Jmx() {}

    /** Stops the root application and starts it again with a new class loader; returns when that is done. */
    public static void reloadRootContext(TomcatNode node) {
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(agentOf(node)))) {
            ObjectName context = new ObjectName(ROOT_CONTEXT);
            connector.getMBeanServerConnection().invoke(context, "reload", new Object[0], new String[0]);
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
