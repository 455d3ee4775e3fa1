package dev.limpet.tomcat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** All that is logged, at any level, with the exceptions. */
final class Records extends Handler implements AutoCloseable {

    private final Logger ours = Logger.getLogger("dev.limpet");
    private final Logger root = Logger.getLogger("");
    private final Logger redisson = Logger.getLogger("org.redisson");
    private final Queue<String> texts = new ConcurrentLinkedQueue<>();

    Records() {
        ours.setLevel(Level.ALL);
        redisson.setLevel(Level.INFO);
        root.addHandler(this);
    }

    List<String> texts() {
        return List.copyOf(texts);
    }

    @Override
    public void publish(LogRecord entry) {
        StringWriter text = new StringWriter();
        text.append(new SimpleFormatter().formatMessage(entry));
        if (entry.getThrown() != null) {
            entry.getThrown().printStackTrace(new PrintWriter(text));
        }
        texts.add(text.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        root.removeHandler(this);
        ours.setLevel(null);
        redisson.setLevel(null);
    }
}
