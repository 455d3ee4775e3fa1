package org.apache.coyote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;

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

    /** In a class loader of its own it cannot reach what it needs, as on a Tomcat that has it no more. */
    @Test
    void namesTheTomcatThatItDoesNotFit() throws Exception {
        URL classes = CommitSeam.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader apart = new SeamApart(classes)) {
            Method check = apart.loadClass(CommitSeam.class.getName()).getMethod("check");

            assertThatThrownBy(() -> check.invoke(null))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(ServerInfo.getServerInfo())
                    .hasCauseInstanceOf(LinkageError.class);
        }
    }

    private static final class SeamApart extends URLClassLoader {
        SeamApart(URL classes) {
            super(new URL[] {classes}, CommitSeam.class.getClassLoader());
        }

        @Override
        public Class<?> loadClass(String name) throws ClassNotFoundException {
            if (!name.startsWith(CommitSeam.class.getName())) {
                return super.loadClass(name);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }
}
