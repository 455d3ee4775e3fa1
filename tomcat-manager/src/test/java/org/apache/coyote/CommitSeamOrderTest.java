package org.apache.coyote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.apache.coyote.http11.filters.VoidOutputFilter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order of points and actions, on a response without a connector: a processor commits inside each of these by itself. */
class CommitSeamOrderTest {

    private final List<String> seen = new ArrayList<>();
    private final Response response = new Response();
    private CommitSeam seam;

    @BeforeEach
    void install() {
        response.setRequest(new Request());
        response.setHook((code, param) -> {
            seen.add(code.name());
            response.setCommitted(true);
        });
        response.setOutputBuffer(new VoidOutputFilter() {
            @Override
            public int doWrite(ByteBuffer chunk) throws IOException {
                seen.add("write");
                return super.doWrite(chunk);
            }
        });
        seam = CommitSeam.install(response, new CommitSeam.Point() {
            @Override
            public void beforeHeaders() {
                seen.add("headers");
            }

            @Override
            public void beforeEnd() {
                seen.add("end");
            }
        });
    }

    @Test
    void flushOfAnUncommittedResponse() {
        response.action(ActionCode.CLIENT_FLUSH, null);

        assertThat(seen).containsExactly("headers", "COMMIT", "CLIENT_FLUSH");
    }

    @Test
    void closeOfAnUncommittedResponse() {
        response.action(ActionCode.CLOSE, null);

        assertThat(seen).containsExactly("headers", "COMMIT", "end", "CLOSE");
        assertThat(response.hook).isNotSameAs(seam);
        assertThat(response.outputBuffer).isNotSameAs(seam);
    }

    @Test
    void writeToAnUncommittedResponse() throws Exception {
        response.doWrite(ByteBuffer.allocate(1));

        assertThat(seen).containsExactly("headers", "COMMIT", "write");
    }

    @Test
    void writeThatCompletesTheLength() throws Exception {
        response.setContentLength(1);

        response.doWrite(ByteBuffer.allocate(1));

        assertThat(seen).containsExactly("headers", "COMMIT", "end", "write");
    }

    @Test
    void otherActionsAndTheNextRequestPassBy() {
        response.action(ActionCode.ACK, null);
        response.getRequest().markStartTime();
        response.commit();

        assertThat(seen).containsExactly("ACK", "COMMIT");
        assertThat(response.hook).isNotSameAs(seam);
    }
}
