package dev.limpet.redis;

import org.slf4j.ILoggerFactory;
import org.slf4j.jul.JULServiceProvider;

/**
 * Where the lines of Limpet and of its libraries go in the jar for Tomcat's lib folder: to {@code java.util.logging}, as those of Tomcat, with loggers that are
 * the server's and no application's ({@link LibraryLog#asServer}). Any thread.
 */
public final class ServerLog extends JULServiceProvider {

    private ILoggerFactory loggers;

    @Override
    public void initialize() {
        super.initialize();
        ILoggerFactory anybodys = super.getLoggerFactory();
        loggers = name -> LibraryLog.asServer(() -> anybodys.getLogger(name));
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return loggers;
    }
}
