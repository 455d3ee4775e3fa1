package dev.limpet.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

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
                .hasMessageStartingWith(
                        "attribute \"cart\" cannot be stored: it could not be read again: it is refused by the filter (depth 501,");
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
            for (Object value :
                    List.of(chain(depth), arrays(depth), special(depth), bush(depth), ring(depth), typed(depth))) {
                byte[] stored;
                try {
                    stored = codec.encode("cart", value);
                } catch (AttributeNotSerializableException e) {
                    assertThat(e).hasMessageContaining("refused by the filter (depth " + (limit + 1));
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
        assertThatThrownBy(() -> codec.encode("cart", arrays(51))).hasMessageContaining("depth 51");
    }

    @Test
    void refusesAnArrayThatIsTooLong() {
        assertThatThrownBy(() -> Codecs.filtered("maxarray=5").encode("cart", new Object[] {new int[6]}))
                .hasMessageContaining("array of 6)");
    }

    /** Its own array is made when it is read. */
    @Test
    void refusesACollectionWhoseArrayIsTooLong() throws Exception {
        AttributeCodec codec = Codecs.filtered("maxarray=1000");

        assertThat(codec.encode("cart", new ArrayList<>(Collections.nCopies(1000, "x"))))
                .isNotEmpty();
        assertThatThrownBy(() -> codec.encode("cart", new ArrayList<>(Collections.nCopies(1001, "x"))))
                .hasMessageContaining("array of 1001)");
    }

    /** Nulls count. */
    @Test
    void refusesTooManyObjects() {
        List<Object> many = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            many.add(new Link());
        }

        assertThatThrownBy(() -> Codecs.filtered("maxrefs=1000").encode("cart", many))
                .hasMessageContaining("refused by the filter (depth");
    }

    /** To look whether a value has changed nobody has to know that it could be read. */
    @Test
    void isReadBackOnlyBeforeItIsStored() throws Exception {
        AttributeCodec codec = Codecs.filtered("maxdepth=20");
        Link value = chain(10, new Counted());

        byte[] stored = codec.encode("cart", value);
        assertThat(Counted.READ).hasValue(1);
        codec.encode("cart", value, bytes -> Arrays.equals(bytes, stored));
        assertThat(Counted.READ).hasValue(1);
    }

    private static final class Counted extends Link {
        private static final long serialVersionUID = 1;
        private static final AtomicInteger READ = new AtomicInteger();

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            READ.incrementAndGet();
        }
    }

    /** Whether it is torn or too large, the next attempt may be better. */
    @Test
    void isRefusedToOneOfSeveralRequestsToo() {
        assertThatThrownBy(() -> Codecs.plain().encodeSettled("cart", chain(501)))
                .isInstanceOf(AttributeInMotionException.class)
                .cause()
                .hasMessageContaining("is refused by the filter (depth 501");
    }

    @Test
    void writesAndReadsWhatLiesInAStreamOfTheApplicationsOwn() throws Exception {
        AttributeCodec codec = Codecs.filtered("maxdepth=20");

        assertThat(codec.decode("cart", codec.encode("cart", new Nested(chain(15)))))
                .isInstanceOf(Nested.class);
    }

    @SuppressWarnings("serial")
    private static final class Nested implements Serializable {
        private transient Link inside;

        Nested(Link inside) {
            this.inside = inside;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream own = new ObjectOutputStream(bytes)) {
                own.writeObject(inside);
            }
            out.writeInt(bytes.size());
            out.write(bytes.toByteArray());
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            byte[] bytes = in.readNBytes(in.readInt());
            try (ObjectInputStream own = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
                inside = (Link) own.readObject();
            }
        }
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

    /** The deepest one refers to the first. */
    private static Link ring(int length) {
        Link last = new Link();
        last.next = chain(length, last);
        return (Link) last.next;
    }

    /** The deepest value is a class. */
    private static Link typed(int length) {
        Link last = new Link();
        last.next = SpecialLink.class;
        return chain(length, last);
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
