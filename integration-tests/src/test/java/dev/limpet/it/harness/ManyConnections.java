package dev.limpet.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Nodes with a connection to Redis for each call that is under way: one that is held on its way stops no other, and nobody gives it up for being idle. */
public final class ManyConnections {

    private static final String ONE_URL = "redis=\"${limpet.redis:-redis://127.0.0.1:6379}\"";

    /** The address comes from the node's system property. */
    private static final String REDISSON =
            """
            singleServerConfig:
              address: "${limpet.redis}"
              connectionPoolSize: 100
              idleConnectionTimeout: 600000
              pingConnectionInterval: 0
            """;

    private ManyConnections() {}

    /** conf/context.xml with more attributes for the manager: {@code name="value"}, as in XML. */
    public static String contextXml(String attributes) {
        String contextXml = Nodes.contextXml(attributes);
        if (!contextXml.contains(ONE_URL)) {
            throw new IllegalStateException(contextXml + " does not contain " + ONE_URL);
        }
        return contextXml.replace(ONE_URL, "redissonConfig=\"" + redisson() + "\"");
    }

    private static Path redisson() {
        try {
            Path file = Files.createTempFile(Path.of("target"), "it-redisson", ".yaml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, REDISSON).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
