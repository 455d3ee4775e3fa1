package dev.limpet.redis;

import static dev.limpet.redis.RedisClientTest.answer;
import static dev.limpet.redis.RedisClientTest.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

/** Threads outlive the application in whose call they were started: nothing of it may hang on them. */
class RedisThreadsTest {

    private static final Script COUNT = Script.of("count", "return redis.call('INCR', KEYS[1])");

    /** A class of the application, so that the application's protection domain is on the stack. */
    static final class InApplication implements Consumer<Runnable> {

        private static final InheritableThreadLocal<Object> LOCAL = new InheritableThreadLocal<>();

        @Override
        public void accept(Runnable task) {
            LOCAL.set(this);
            try {
                task.run();
            } finally {
                LOCAL.remove();
            }
        }
    }

    private static final class ApplicationLoader extends ClassLoader {

        private ApplicationLoader(ClassLoader parent) {
            super(parent);
        }

        @SuppressWarnings("unchecked")
        private Consumer<Runnable> caller() throws Exception {
            String name = InApplication.class.getName();
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                ProtectionDomain domain =
                        new ProtectionDomain(new CodeSource(null, (Certificate[]) null), null, this, null);
                var constructor =
                        defineClass(name, bytes, 0, bytes.length, domain).getDeclaredConstructor();
                constructor.setAccessible(true);
                return (Consumer<Runnable>) constructor.newInstance();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static WeakReference<ClassLoader> runInApplication(Runnable task) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ApplicationLoader application = new ApplicationLoader(RedisThreadsTest.class.getClassLoader());
        thread.setContextClassLoader(application);
        try {
            application.caller().accept(task);
            return new WeakReference<>(application);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void holdsNothingOfTheApplicationThatConnectedAndCalled() throws Exception {
        RedisClient[] opened = new RedisClient[1];
        try (RedisServerFixture server = RedisServerFixture.start()) {
            WeakReference<ClassLoader> application = runInApplication(() -> {
                try {
                    opened[0] = new RedisClients().acquire(settings(server, 0));
                    opened[0].subscribe("news", message -> {});
                    answer(opened[0].eval(COUNT, "k", List.of("k")));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            await().until(() -> {
                System.gc();
                return application.get() == null;
            });
            assertThat(answer(opened[0].eval(COUNT, "k", List.of("k")))).isEqualTo(2L);
            opened[0].close();
        }
    }
}
