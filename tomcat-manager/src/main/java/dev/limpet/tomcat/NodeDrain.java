package dev.limpet.tomcat;

import java.time.Clock;
import java.util.Map;
import java.util.WeakHashMap;

import org.apache.catalina.Engine;

import dev.limpet.filter.DrainSwitch;

/** The drain switch of each node in this JVM: all contexts of an Engine let their clients go together. Goes with the Engine. */
final class NodeDrain {

    /** Guarded by itself. */
    private static final Map<Engine, DrainSwitch> SWITCHES = new WeakHashMap<>();

    private NodeDrain() {}

    static DrainSwitch of(Engine engine) {
        synchronized (SWITCHES) {
            return SWITCHES.computeIfAbsent(engine, any -> new DrainSwitch(Clock.systemUTC()));
        }
    }
}
