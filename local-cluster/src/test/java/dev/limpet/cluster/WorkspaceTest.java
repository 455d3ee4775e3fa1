package dev.limpet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

class WorkspaceTest {
    @Test
    void isRemovedWithAllThatIsInItWhenClosed() throws IOException {
        Path path;
        try (Workspace workspace = Workspace.create("limpet-test")) {
            path = workspace.path();
            Files.writeString(workspace.directory("a/b").resolve("file"), "text");
            Files.createSymbolicLink(path.resolve("dangling"), path.resolve("nowhere"));
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void leavesAloneWhatALinkPointsTo() throws IOException {
        try (Workspace other = Workspace.create("limpet-test")) {
            Path kept = Files.writeString(other.path().resolve("kept"), "text");
            try (Workspace workspace = Workspace.create("limpet-test")) {
                Files.createSymbolicLink(workspace.path().resolve("link"), other.path());
            }
            assertThat(kept).exists();
        }
    }

    @Test
    void mayBeClosedTwice() {
        Workspace workspace = Workspace.create("limpet-test");
        workspace.close();
        workspace.close();
        assertThat(workspace.path()).doesNotExist();
    }
}
