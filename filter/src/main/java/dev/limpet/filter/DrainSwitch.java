package dev.limpet.filter;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.servlet.ServletContext;

/**
 * Whether this node lets go of its clients, and since when. Turned by whoever stops the node, read by every request; any thread may do either. A drain
 * refuses nothing: it only changes what is stamped and what the health endpoint says.
 */
public final class DrainSwitch {

    private static final String ATTRIBUTE = DrainSwitch.class.getName();

    private final Clock clock;
    private final AtomicReference<Instant> since = new AtomicReference<>();

    public DrainSwitch(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * The switch of a filter that was declared in web.xml, for an application that wants to drain before it is stopped. Empty before the filter's start.
     */
    public static Optional<DrainSwitch> of(ServletContext context) {
        return Optional.ofNullable((DrainSwitch) context.getAttribute(ATTRIBUTE));
    }

    void publish(ServletContext context) {
        context.setAttribute(ATTRIBUTE, this);
    }

    /** Starts the drain; one that is on already goes on. Returns whether this call started it. */
    public boolean drain() {
        return since.compareAndSet(null, clock.instant());
    }

    /** Ends the drain. Returns whether there was one. */
    public boolean resume() {
        return since.getAndSet(null) != null;
    }

    public boolean isDraining() {
        return since.get() != null;
    }

    /** When the drain that is on was started. */
    public Optional<Instant> since() {
        return Optional.ofNullable(since.get());
    }
}
