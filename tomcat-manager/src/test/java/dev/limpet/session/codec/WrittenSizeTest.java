package dev.limpet.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is too large to be read again is not written. */
class WrittenSizeTest {

    @SuppressWarnings("serial")
    static class Link implements Serializable {
        Object next;
    }

    static final class SpecialLink extends Link {
        private static final long serialVersionUID = 1;
    }

    @Test
    void refusesAChainThatNoNodeCouldRead() {
        assertThatThrownBy(() -> Codecs.plain().encode("cart", chain(501)))
                .isInstanceOf(AttributeNotSerializableException.class)
                .hasMessage(
                        "attribute \"cart\" cannot be stored: it could not be read again: its objects are nested more deeply than"
                                + " serialFilter allows (maxdepth=500)");
    }

    @Test
    void writesAChainWithinTheLimitAndReadsItAgain() throws Exception {
        AttributeCodec codec = Codecs.plain();

        Link read = (Link) codec.decode("cart", codec.encode("cart", chain(490)));

        assertThat(length(read)).isEqualTo(490);
    }

    /** No value is acknowledged that the filter refuses to read afterwards. */
    @ParameterizedTest
    @ValueSource(ints = {3, 10, 20, 40, 100})
    void whateverIsWrittenCanBeRead(int limit) throws Exception {
        AttributeCodec codec = Codecs.filtered("maxdepth=" + limit);
        int written = 0;
        for (int depth = 1; depth < limit + 5; depth++) {
            for (Object value : List.of(chain(depth), arrays(depth), special(depth), bush(depth))) {
                byte[] stored;
                try {
                    stored = codec.encode("cart", value);
                } catch (AttributeNotSerializableException e) {
                    assertThat(e).hasMessageContaining("maxdepth=" + limit);
                    continue;
                }
                assertThat(codec.decode("cart", stored)).isNotNull();
                written++;
            }
        }
        assertThat(written).isGreaterThan(limit);
    }

    /** Nor is one refused that could have been read. */
    @Test
    void refusesNothingElse() throws Exception {
        AttributeCodec codec = Codecs.filtered("maxdepth=50");

        assertThat(codec.encode("cart", arrays(50))).isNotEmpty();
        assertThatThrownBy(() -> codec.decode("cart", SerialFilterTest.foreign(arrays(51))))
                .hasMessageContaining("depth 51");
        assertThatThrownBy(() -> codec.encode("cart", arrays(51))).hasMessageContaining("maxdepth=50");
    }

    @Test
    void refusesAnArrayThatIsTooLong() {
        assertThatThrownBy(() -> Codecs.filtered("maxarray=5").encode("cart", new Object[] {new int[6]}))
                .hasMessageContaining("an array of 6 is longer than serialFilter allows (maxarray=5)");
    }

    @Test
    void refusesTooManyObjects() {
        List<Object> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.add(new Link());
        }

        assertThatThrownBy(() -> Codecs.filtered("maxrefs=20").encode("cart", many))
                .hasMessageContaining("it has more objects than serialFilter allows (maxrefs=20)");
    }

    @Test
    void isNotSlowedDownByManyObjects() throws Exception {
        List<Object> many = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            many.add(chain(3));
        }
        AttributeCodec codec = Codecs.plain();

        assertThat((List<?>) codec.decode("cart", codec.encode("cart", many))).hasSize(20_000);
    }

    private static Link chain(int length) {
        return chain(length, new Link());
    }

    private static Link chain(int length, Link last) {
        Link first = last;
        for (int i = 1; i < length; i++) {
            Link link = new Link();
            link.next = first;
            first = link;
        }
        return first;
    }

    /** The deepest object is of a class that has a superclass. */
    private static Link special(int length) {
        return chain(length, new SpecialLink());
    }

    private static Object arrays(int depth) {
        Object nested = new Object[0];
        for (int i = 1; i < depth; i++) {
            nested = new Object[] {nested};
        }
        return nested;
    }

    /** Flat first, deep at the end. */
    private static Object bush(int depth) {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            all.add(new Link());
        }
        all.add(chain(depth));
        return all.toArray();
    }

    private static int length(Link first) {
        int count = 0;
        for (Object link = first; link != null; link = ((Link) link).next) {
            count++;
        }
        return count;
    }
}
