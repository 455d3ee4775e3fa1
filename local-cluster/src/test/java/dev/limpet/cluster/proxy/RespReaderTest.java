package dev.limpet.cluster.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

class RespReaderTest {
    @Test
    void takesPipelinedCommandsApart() throws IOException {
        String set = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$4\r\na\r\nb\r\n";
        String ping = "*1\r\n$4\r\nping\r\n";
        RespReader reader = reader(set + ping);

        RespCommand first = reader.next();
        RespCommand second = reader.next();

        assertThat(first.words()).isEqualTo(List.of("SET", "k", "a\r\nb"));
        assertThat(text(first)).isEqualTo(set);
        assertThat(second.name()).isEqualTo("ping");
        assertThat(text(second)).isEqualTo(ping);
        assertThat(reader.next()).isNull();
    }

    @Test
    void keepsBytesThatAreNoText() throws IOException {
        byte[] request = "*2\r\n$4\r\nECHO\r\n$2\r\nxx\r\n".getBytes(StandardCharsets.ISO_8859_1);
        request[request.length - 3] = (byte) 0xff;
        RespCommand command = new RespReader(new ByteArrayInputStream(request)).next();
        assertThat(command.raw()).isEqualTo(request);
    }

    @Test
    void readsInlineCommands() throws IOException {
        assertThat(reader("SET k  v\r\n").next().words()).isEqualTo(List.of("SET", "k", "v"));
    }

    @Test
    void tellsACommandThatIsCutShortFromTheEnd() {
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> reader("*1\r\n$4\r\npi").next());
    }

    private static RespReader reader(String text) {
        return new RespReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(RespCommand command) {
        return new String(command.raw(), StandardCharsets.UTF_8);
    }
}
