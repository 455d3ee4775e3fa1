package dev.limpet.it.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Registered for every class: after it, and not yet after those nested in it, no process that it has started may be running. */
public final class NoProcessIsLeft implements AfterAllCallback {

    private static final List<String> SERVERS = List.of("java", "redis-server", "haproxy", "nginx", "apache2", "httpd");

    @Override
    public void afterAll(ExtensionContext context) {
        if (context.getRequiredTestClass().isAnnotationPresent(Nested.class)) {
            return;
        }
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(running())
                .as("processes that %s has left behind", context.getDisplayName())
                .isEmpty());
    }

    /** The shell that stands by to clean up if this JVM dies stays until then. */
    private static boolean isServer(ProcessHandle process) {
        String program = process.info().command().orElse("");
        return SERVERS.stream().anyMatch(program::contains);
    }

    private static List<String> running() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .filter(NoProcessIsLeft::isServer)
                .map(process ->
                        process.pid() + " " + process.info().commandLine().orElse("?"))
                .toList();
    }
}
