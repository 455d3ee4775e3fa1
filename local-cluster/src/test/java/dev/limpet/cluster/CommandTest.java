package dev.limpet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;

import org.junit.jupiter.api.Test;

class CommandTest {
    private static final List<String> NODES = List.of("node1", "node2");

    @Test
    void readsACommandForANode() {
        assertThat(Command.parse("  KILL   node2 ", NODES)).isEqualTo(new Command(Command.Verb.KILL, "node2"));
    }

    @Test
    void readsACommandForNoNode() {
        assertThat(Command.parse("status", NODES)).isEqualTo(new Command(Command.Verb.STATUS, null));
    }

    @Test
    void saysWhichCommandsThereAreWhenItKnowsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Command.parse("explode node1", NODES))
                .withMessageContaining("explode")
                .withMessageContaining("freeze NODE")
                .withMessageContaining("quit");
    }

    @Test
    void saysWhichNodesThereAreWhenTheNameIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Command.parse("kill node9", NODES))
                .withMessage("There is no node9; there are node1, node2");
    }

    @Test
    void saysHowToWriteItWhenTheNodeIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Command.parse("kill", NODES))
                .withMessageStartingWith("Write: kill NODE");
    }

    @Test
    void refusesANodeWhereNoneBelongs() {
        assertThatIllegalArgumentException().isThrownBy(() -> Command.parse("quit node1", NODES));
    }
}
