package org.apache.coyote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.Test;

class CommitSeamCheckTest {

    @Test
    void runsOnTheTomcatThatTheBuildMeans() {
        assertThat(ServerInfo.getServerNumber()).startsWith(System.getProperty("expected.tomcat", "10.1."));
    }

    @Test
    void fitsThisTomcat() {
        assertThatCode(CommitSeam::check).doesNotThrowAnyException();
    }
}
