package dev.limpet.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ConcurrentChangeTest {

    private final AttributeCodec codec = Codecs.plain();

    @Test
    void triesAgainWhenAValueChangesMeanwhile() throws AttributeException {
        List<Object> list = new ArrayList<>();
        list.add(new Meddler(2, () -> list.add("late")));

        Object decoded = codec.decode("a", codec.encode("a", list));

        assertThat(decoded)
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(3)
                .endsWith("late", "late");
    }

    @Test
    void givesUpOnAValueThatNeverRests() {
        List<Object> list = new ArrayList<>();
        list.add(new Meddler(Integer.MAX_VALUE, () -> list.add("late")));

        assertThatThrownBy(() -> codec.encode("cart", list))
                .isInstanceOf(AttributeInMotionException.class)
                .hasMessage("attribute \"cart\" is being changed by another thread while it is stored");
    }

    /** Why there is a second way to encode: a map does not notice. */
    @Test
    void cannotTellThatAMapIsTorn() throws AttributeException {
        byte[] torn = codec.encode("a", mapThatLosesAnEntry(1));

        assertThatThrownBy(() -> codec.decode("a", torn)).isInstanceOf(AttributeUnreadableException.class);
    }

    @Test
    void waitsUntilAMapHasSettled() throws AttributeException {
        Object decoded = codec.decode("a", codec.encodeSettled("a", mapThatLosesAnEntry(1)));

        assertThat(decoded)
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsOnlyKeys("meddler", "0", "1", "2", "3", "4", "5", "6", "7", "8");
    }

    /** As if the other thread were held up between an entry and its count. */
    @Test
    void doesNotTakeAMapThatIsTornTwiceAlikeForSettled() throws AttributeException {
        AttributeCodec unlucky = new FormatCodec(new TornAtFirst(2), value -> 0);

        assertThat(unlucky.decode("a", unlucky.encodeSettled("a", new ArrayList<>())))
                .isEqualTo(List.of());
    }

    @Test
    void tellsWhyAValueNeverSettled() {
        AttributeCodec unlucky = new FormatCodec(new TornAtFirst(Integer.MAX_VALUE), value -> 0);

        assertThatThrownBy(() -> unlucky.encodeSettled("a", new ArrayList<>()))
                .isInstanceOf(AttributeInMotionException.class)
                .hasCauseInstanceOf(AttributeUnreadableException.class);
    }

    @Test
    void givesUpOnAMapThatNeverSettles() {
        assertThatThrownBy(() -> codec.encodeSettled("a", mapThatLosesAnEntry(Integer.MAX_VALUE)))
                .isInstanceOf(AttributeInMotionException.class);
    }

    @Test
    void neverGivesTornBytesWhileAnotherThreadChangesTheValue() throws Exception {
        Map<Integer, Object> map = new HashMap<>();
        AtomicBoolean over = new AtomicBoolean();
        Thread changer = new Thread(() -> {
            for (int i = 0; !over.get(); i++) {
                map.put(i % 50, List.of(i));
                map.remove((i + 25) % 50);
            }
        });
        changer.start();
        try {
            for (int i = 0; i < 300; i++) {
                decodeIfSettled(map);
            }
        } finally {
            over.set(true);
            changer.join();
        }
        assertThat(codec.decode("a", codec.encodeSettled("a", map))).isEqualTo(map);
    }

    private void decodeIfSettled(Object value) throws AttributeException {
        byte[] stored;
        try {
            stored = codec.encodeSettled("a", value);
        } catch (AttributeInMotionException e) {
            return;
        }
        assertThat(codec.decode("a", stored)).isNotNull();
    }

    private static Map<String, Object> mapThatLosesAnEntry(int times) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("meddler", new Meddler(times, () -> map.remove(lastKey(map))));
        for (int i = 0; i < 10; i++) {
            map.put(String.valueOf(i), i);
        }
        return map;
    }

    private static String lastKey(Map<String, Object> map) {
        return new ArrayList<>(map.keySet()).get(map.size() - 1);
    }

    /** Writes a list with its end missing for some time. */
    private static final class TornAtFirst implements ObjectFormat {
        private final ObjectFormat java = new JavaFormat(() -> null, SerialFilter.of(null));
        private int left;

        private TornAtFirst(int times) {
            this.left = times;
        }

        @Override
        public boolean write(Object value, OutputStream out) throws IOException {
            if (left-- > 0) {
                out.write(0);
                return false;
            }
            return java.write(value, out);
        }

        @Override
        public Object read(InputStream in) throws IOException, ClassNotFoundException {
            return java.read(in);
        }
    }

    /** Plays the other thread: does something in the middle of being written. */
    private static final class Meddler implements Serializable {
        private static final long serialVersionUID = 1L;

        private transient int left;
        private final transient Runnable action;

        private Meddler(int times, Runnable action) {
            this.left = times;
            this.action = action;
        }

        @Serial
        private void writeObject(ObjectOutputStream out) {
            if (left-- > 0) {
                action.run();
            }
        }
    }
}
