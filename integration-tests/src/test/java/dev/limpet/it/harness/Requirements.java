package dev.limpet.it.harness;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Parts that not every machine has. With the system property {@code limpet.require.all=true} a missing one fails the test. */
public final class Requirements {

    private Requirements() {}

    /** Skips the test, or fails it, and says why. */
    public static void require(boolean present, String part) {
        String message = part + " is not installed on this machine";
        if (!present && Boolean.getBoolean("limpet.require.all")) {
            Assertions.fail(message + ", and limpet.require.all=true");
        }
        Assumptions.assumeTrue(present, message);
    }
}
