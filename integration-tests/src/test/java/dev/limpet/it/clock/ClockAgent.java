package dev.limpet.it.clock;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;

/** In a node's JVM: whatever Tomcat, Limpet and the application read of the wall clock is what {@link SetClock} says. Their monotonic clock goes on as it is. */
public final class ClockAgent implements ClassFileTransformer {

    public static void premain(String ignored, Instrumentation instrumentation) {
        instrumentation.addTransformer(new ClockAgent());
    }

    /** The JDK's own classes keep the machine's clock. */
    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
        return loader == null || name == null || name.equals(ConstantPool.SET_CLOCK)
                ? null
                : new ConstantPool(classFile).withSetClock();
    }
}
