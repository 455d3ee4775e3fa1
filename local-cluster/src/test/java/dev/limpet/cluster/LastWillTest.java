package dev.limpet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastWillTest {
    @TempDir
    Path temp;

    @Test
    void killsAndRemovesWhatIsLeft() throws IOException {
        Path first = Files.createDirectories(temp.resolve("one with a space/inside"));
        Path second = Files.createDirectories(temp.resolve("two"));
        Process left = sleeper();
        Process forgotten = sleeper();
        LastWill will = LastWill.start();
        will.kill(left.pid());
        will.kill(forgotten.pid());
        will.remove(first.getParent());
        will.remove(second);
        will.forget(forgotten.pid());

        will.execute();

        await().until(() -> !left.isAlive());
        await().untilAsserted(() -> assertThat(temp).isEmptyDirectory());
        assertThat(forgotten.isAlive()).isTrue();
        forgotten.destroyForcibly();
    }

    @Test
    void doesNothingWhenNothingIsLeft() throws IOException {
        Process other = sleeper();
        LastWill.start().execute();
        assertThat(other.isAlive()).isTrue();
        other.destroyForcibly();
    }

    private static Process sleeper() throws IOException {
        return new ProcessBuilder("sleep", "600").start();
    }
}
