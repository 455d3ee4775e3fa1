package dev.limpet.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import org.junit.jupiter.api.Test;

class ApplicationClassesTest {

    private static final String NAME = "shop.Bean";

    private static CompiledClasses bean(String body) {
        return CompiledClasses.of(
                NAME, "package shop; public class Bean implements java.io.Serializable {" + body + "}");
    }

    @Test
    void findsClassesThatOnlyTheApplicationHas() throws Exception {
        CompiledClasses loader = bean("public String name = \"x\";");
        AttributeCodec codec = Codecs.of(loader);

        Object decoded = codec.decode("bean", codec.encode("bean", loader.newInstance(NAME)));

        assertThat(decoded.getClass()).isSameAs(loader.loadClass(NAME));
    }

    @Test
    void findsArraysOfThem() throws Exception {
        CompiledClasses loader = bean("");
        AttributeCodec codec = Codecs.of(loader);
        Object array = Array.newInstance(loader.loadClass(NAME), 2, 3);

        assertThat(codec.decode("beans", codec.encode("beans", array)).getClass())
                .isSameAs(array.getClass());
    }

    @Test
    void asksForTheLoaderEachTime() throws Exception {
        CompiledClasses[] current = {bean("private static final long serialVersionUID = 1;")};
        AttributeCodec codec = new FormatCodec(new JavaFormat(() -> current[0], SerialFilter.of(null)), value -> 0);
        byte[] stored = codec.encode("bean", current[0].newInstance(NAME));

        current[0] = bean("private static final long serialVersionUID = 1; public int added;");

        assertThat(codec.decode("bean", stored).getClass()).isSameAs(current[0].loadClass(NAME));
    }

    @Test
    void namesTheClassThatIsGone() throws Exception {
        CompiledClasses loader = bean("");
        byte[] stored = Codecs.of(loader).encode("bean", loader.newInstance(NAME));

        assertThatThrownBy(() -> Codecs.of(CompiledClasses.none()).decode("bean", stored))
                .isInstanceOf(AttributeUnreadableException.class)
                .hasMessage("attribute \"bean\" cannot be read: class not found: shop.Bean");
    }

    @Test
    void namesTheClassThatIsIncompatible() throws Exception {
        CompiledClasses loader = bean("private static final long serialVersionUID = 1;");
        byte[] stored = Codecs.of(loader).encode("bean", loader.newInstance(NAME));
        AttributeCodec next = Codecs.of(bean("private static final long serialVersionUID = 2;"));

        assertThatThrownBy(() -> next.decode("bean", stored))
                .isInstanceOf(AttributeUnreadableException.class)
                .hasMessageContaining("shop.Bean")
                .hasMessageContaining("serialVersionUID = 2");
    }

    @Test
    void survivesAClassThatCannotBeInitialised() throws Exception {
        String uid = "private static final long serialVersionUID = 1;";
        CompiledClasses loader = bean(uid);
        byte[] stored = Codecs.of(loader).encode("bean", loader.newInstance(NAME));
        AttributeCodec next = Codecs.of(bean(uid + " static { Integer.parseInt(\"x\"); }"));

        assertThatThrownBy(() -> next.decode("bean", stored)).isInstanceOf(AttributeUnreadableException.class);
    }

    @Test
    void survivesAClassThatFailsToReadItself() throws Exception {
        CompiledClasses loader = bean("private Object readResolve() { throw new IllegalStateException(\"no\"); }");
        byte[] stored = Codecs.of(loader).encode("bean", loader.newInstance(NAME));

        assertThatThrownBy(() -> Codecs.of(loader).decode("bean", stored))
                .isInstanceOf(AttributeUnreadableException.class)
                .hasMessage("attribute \"bean\" cannot be read: no");
    }

    @Test
    void fallsBackToItsOwnLoader() throws Exception {
        AttributeCodec codec = Codecs.of(ClassLoader.getPlatformClassLoader());

        assertThat(codec.decode("own", codec.encode("own", new Own("x")))).isEqualTo(new Own("x"));
    }

    @Test
    void givesBackProxiesOfPublicAndOtherInterfaces() throws Exception {
        for (Class<?> face : new Class<?>[] {Comparable.class, Hidden.class}) {
            Object proxy = Proxy.newProxyInstance(Hidden.class.getClassLoader(), new Class<?>[] {face}, new Echo());
            AttributeCodec codec = Codecs.plain();

            Object decoded = codec.decode("proxy", codec.encode("proxy", proxy));

            assertThat(decoded.toString()).isEqualTo("echo");
            assertThat(decoded.getClass().getInterfaces()).containsExactly(face);
        }
    }

    @Test
    void keepsNoClassOfAnApplicationThatIsGone() throws Exception {
        SerialFilter filter = SerialFilter.of("shop.*;!*");
        WeakReference<ClassLoader> gone = use(filter);

        await().until(() -> {
            System.gc();
            return gone.refersTo(null);
        });
        assertThat(filter.maxBytes()).isPositive();
    }

    private static WeakReference<ClassLoader> use(SerialFilter filter) throws Exception {
        CompiledClasses loader = CompiledClasses.of(
                NAME,
                "package shop; public record Bean(Object part) implements java.io.Serializable {"
                        + " public Bean() { this(\"x\"); } }");
        AttributeCodec codec = new FormatCodec(new JavaFormat(() -> loader, filter), value -> 0);
        Object decoded = codec.decode("bean", codec.encode("bean", loader.newInstance(NAME)));
        assertThat(Mutability.isImmutable(decoded)).isTrue();
        return new WeakReference<>(loader);
    }

    record Own(String name) implements Serializable {}

    interface Hidden {}

    private static final class Echo implements InvocationHandler, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            return "echo";
        }
    }
}
