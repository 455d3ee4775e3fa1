package org.apache.coyote;

import java.lang.reflect.Field;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.tomcat.util.net.SocketEvent;

/**
 * Tomcat's look for timeouts, which comes once a second and may have to do with processors that are at work on something else by now: at a moment of the
 * test's choice; or, until stopped, all the time and with every processor that has ever waited for an asynchronous request.
 */
public final class TimeoutLooks {

    private final Set<Processor> known = new LinkedHashSet<>();
    private final Set<?> waiting;
    private final Thread thread = new Thread(this::run, "looks for timeouts");

    private TimeoutLooks(Set<?> waiting) {
        this.waiting = waiting;
    }

    public static TimeoutLooks start(ProtocolHandler handler) {
        TimeoutLooks looks = new TimeoutLooks((Set<?>) field(AbstractProtocol.class, "waitingProcessors", handler));
        looks.thread.start();
        return looks;
    }

    private void run() {
        while (!thread.isInterrupted()) {
            waiting.forEach(processor -> known.add((Processor) processor));
            for (Processor processor : List.copyOf(known)) {
                processor.timeoutAsync(System.currentTimeMillis());
                Thread.yield();
            }
        }
    }

    /** The processor at work on this request is looked at. */
    public static void come(Request request) {
        processorOf(request).timeoutAsync(System.currentTimeMillis());
    }

    /** The timeout of a request before has waited for the connection of this one. */
    public static void comeForConnection(Request request) {
        processorOf(request).getSocketWrapper().processSocket(SocketEvent.TIMEOUT, true);
    }

    private static AbstractProcessor processorOf(Request request) {
        return (AbstractProcessor) field(Request.class, "hook", request);
    }

    private static Object field(Class<?> declaring, String name, Object of) {
        try {
            Field field = declaring.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(of);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    public void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
