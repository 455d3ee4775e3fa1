package dev.limpet.tomcat;

import java.util.concurrent.Executor;

import org.apache.catalina.Engine;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;

/** How busy a node's request threads are, over all its connectors. */
final class RequestThreads {

    private static final int LEAST = 1;
    private static final int ALL = 100;

    private RequestThreads() {}

    /** The share of request threads that are free, percent, 1 to 100: a node that is full still gets its own clients. */
    static int freePercent(Engine engine) {
        int busy = 0;
        int most = 0;
        for (Connector connector : engine.getService().findConnectors()) {
            Executor executor = connector.getProtocolHandler().getExecutor();
            if (executor instanceof ThreadPoolExecutor pool) {
                busy += pool.getActiveCount();
                most += pool.getMaximumPoolSize();
            }
        }
        return most == 0 ? ALL : Math.max(LEAST, ALL - ALL * busy / most);
    }
}
