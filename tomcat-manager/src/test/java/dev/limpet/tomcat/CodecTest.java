package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.servlet.http.Cookie;

import org.apache.catalina.authenticator.SavedRequest;
import org.apache.tomcat.util.buf.ByteChunk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.session.codec.AttributeException;
import dev.limpet.session.codec.CompiledClasses;

/** The attribute {@code codec}: what is promised of values holds whoever writes them. */
class CodecTest {

    private static final String JACKSON = "org.redisson.codec.JsonJacksonCodec";
    private static final String KRYO = "org.redisson.codec.Kryo5Codec";
    private static final String SERIALIZATION = "org.redisson.codec.SerializationCodec";

    private Cluster cluster;
    private final Guest guest = new Guest();

    static final class Cart implements Serializable {
        private static final long serialVersionUID = 1L;

        private List<String> items = new ArrayList<>();

        static Cart of(String... items) {
            Cart cart = new Cart();
            cart.items.addAll(List.of(items));
            return cart;
        }

        @Override
        public String toString() {
            return items.toString();
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static Map<String, String> with(String... pairs) {
        Map<String, String> all = new HashMap<>(Cluster.STILL);
        for (int i = 0; i < pairs.length; i += 2) {
            all.put(pairs[i], pairs[i + 1]);
        }
        return all;
    }

    private void startWith(String... pairs) throws Exception {
        cluster = Cluster.start(with(pairs), node -> {});
    }

    private void startWithCodecs(String ofA, String ofB) throws Exception {
        cluster = Cluster.start(with("codec", ofA), with("codec", ofB), node -> {});
    }

    private void add(EmbeddedNode node, String item) throws Exception {
        guest.at(node, (request, response) -> {
            ((Cart) request.getSession().getAttribute("cart")).items.add(item);
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {JACKSON, KRYO, SERIALIZATION})
    void whatIsChangedInPlaceGoesToAndFroBetweenNodes(String codec) throws Exception {
        startWith("codec", codec);
        guest.set(cluster.a(), "cart", Cart.of("shell"));
        add(cluster.b(), "rock");
        add(cluster.a(), "sand");
        add(cluster.a(), "tide");
        assertThat(guest.get(cluster.b(), "cart")).hasToString("[shell, rock, sand, tide]");
        assertThat(guest.get(cluster.a(), "cart")).hasToString("[shell, rock, sand, tide]");
    }

    @ParameterizedTest
    @ValueSource(strings = {JACKSON, KRYO})
    void whatIsOnlyReadCostsNothing(String codec) throws Exception {
        startWith("codec", codec);
        guest.set(cluster.a(), "cart", Cart.of("shell"));
        guest.get(cluster.b(), "cart");
        long before = cluster.trips();
        for (int i = 0; i < 5; i++) {
            guest.get(cluster.b(), "cart");
        }
        assertThat(cluster.trips()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {JACKSON, KRYO})
    void classesAreThoseOfTheApplication(String codec) throws Exception {
        String body = "public class Thing implements java.io.Serializable { public String text = \"of the webapp\";"
                + " public String toString() { return text; } }";
        cluster = Cluster.start(with("codec", codec), node -> node.context()
                .setParentClassLoader(CompiledClasses.of("app.Thing", "package app; " + body)));
        guest.at(cluster.a(), (request, response) -> {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            Object thing = loader.loadClass("app.Thing").getConstructor().newInstance();
            request.getSession().setAttribute("thing", thing);
            return null;
        });
        Object thing = guest.get(cluster.b(), "thing");
        assertThat(thing).hasToString("of the webapp");
        assertThat(thing.getClass().getClassLoader())
                .isSameAs(cluster.b().context().getLoader().getClassLoader().getParent());
    }

    @ParameterizedTest
    @ValueSource(strings = {JACKSON, KRYO})
    void aClassThatIsNotThereCostsItsAttribute(String codec) throws Exception {
        CompiledClasses there = CompiledClasses.of(
                "app.Thing", "package app; public class Thing implements java.io.Serializable { public int n = 7; }");
        CompiledClasses notThere = CompiledClasses.of("app.Other", "package app; public class Other {}");
        cluster = Cluster.start(with("codec", codec), node -> node.context()
                .setParentClassLoader(node.route().equals("a") ? there : notThere));
        guest.at(cluster.a(), (request, response) -> {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            request.getSession()
                    .setAttribute(
                            "thing",
                            loader.loadClass("app.Thing").getConstructor().newInstance());
            request.getSession().setAttribute("cart", Cart.of("shell"));
            return null;
        });
        assertThat(guest.get(cluster.b(), "thing")).isNull();
        add(cluster.b(), "rock");
        assertThat(guest.get(cluster.a(), "thing")).isNotNull();
        assertThat(guest.get(cluster.a(), "cart")).hasToString("[shell, rock]");
    }

    // ------------------------------------------------------------------------- a running cluster gets another codec

    @ParameterizedTest
    @ValueSource(strings = {JACKSON, KRYO})
    void whatJavaHasWrittenIsReadByANodeWithAnotherCodec(String codec) throws Exception {
        startWithCodecs("java", codec);
        guest.set(cluster.a(), "cart", Cart.of("shell"));
        assertThat(guest.get(cluster.b(), "cart")).hasToString("[shell]");
        add(cluster.b(), "rock");
        assertThat(guest.get(cluster.b(), "cart")).hasToString("[shell, rock]");
    }

    @Test
    void whatAnotherCodecHasWrittenIsLeftAsItIsAndTheRestIsRead() throws Exception {
        startWithCodecs(KRYO, "java");
        guest.set(cluster.a(), "cart", Cart.of("shell"));
        guest.set(cluster.a(), "text", "simple values are nobody's");
        assertThat(guest.get(cluster.b(), "cart")).isNull();
        assertThat(guest.get(cluster.b(), "text")).isEqualTo("simple values are nobody's");
        guest.set(cluster.b(), "x", 1);
        assertThat(guest.get(cluster.a(), "cart")).hasToString("[shell]");
    }

    @Test
    void whatAnotherCodecHasWrittenFailsTheRequestWhereThatIsThePolicy() throws Exception {
        cluster = Cluster.start(with("codec", JACKSON), with("codec", KRYO, "unreadableAttribute", "fail"), node -> {});
        guest.set(cluster.a(), "cart", Cart.of("shell"));
        int status = guest.send(
                        cluster.b(), (request, response) -> request.getSession().getAttribute("cart"))
                .statusCode();
        assertThat(status).isEqualTo(500);
        assertThat(guest.get(cluster.a(), "cart")).hasToString("[shell]");
    }

    // ------------------------------------------------------------------------------------------- the other attributes

    @Test
    void signedValuesThatWereTamperedWithAreNotRead() throws Exception {
        startWith("codec", JACKSON, "signingKey", "the-key-of-both-0123456789");
        guest.set(cluster.a(), "cart", Cart.of("good"));
        guest.set(cluster.a(), "other", Cart.of("good"));
        cluster.redis()
                .command(
                        "EVAL",
                        "local key = redis.call('KEYS', '*session:' .. ARGV[1])[1]"
                                + " local value = redis.call('HGET', key, 'a:cart')"
                                + " redis.call('HSET', key, 'a:cart', (string.gsub(value, 'good', 'evil')))",
                        "0",
                        guest.id());
        assertThat(guest.get(cluster.b(), "cart")).isNull();
        assertThat(guest.get(cluster.b(), "other")).hasToString("[good]");
    }

    @Test
    void theLimitOfASessionsSizeHolds() throws Exception {
        startWith("codec", JACKSON, "maxSessionBytes", "1000");
        guest.set(cluster.a(), "cart", Cart.of("shell"));
        int status = guest.send(cluster.a(), (request, response) -> {
                    request.getSession().setAttribute("cart", Cart.of("x".repeat(1000)));
                    return null;
                })
                .statusCode();
        assertThat(status).isEqualTo(500);
        assertThat(guest.get(cluster.b(), "cart")).hasToString("[shell]");
    }

    @Test
    void aValueThatCouldNotBeReadAgainFailsTheRequestThatSetsIt() throws Exception {
        startWith("codec", JACKSON);
        guest.set(cluster.a(), "cart", Cart.of("shell"));
        int status = guest.send(cluster.a(), (request, response) -> {
                    request.getSession().setAttribute("cart", new OneWay("x"));
                    return null;
                })
                .statusCode();
        assertThat(status).isEqualTo(500);
        assertThat(guest.get(cluster.b(), "cart")).hasToString("[shell]");
    }

    /** Nothing says how to make one. */
    static final class OneWay implements Serializable {
        private static final long serialVersionUID = 1L;

        private final String text;

        OneWay(String text) {
            this.text = text.strip();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    // ---------------------------------------------------------------------------------------------------- the start

    private static ManagerSettings parse(String... pairs) {
        Map<String, String> given = new HashMap<>(Map.of("redis", "redis://127.0.0.1:6379"));
        for (int i = 0; i < pairs.length; i += 2) {
            given.put(pairs[i], pairs[i + 1]);
        }
        return ManagerSettings.parse(given, "a");
    }

    @Test
    void aWordThatIsNoClassStopsTheStart() {
        assertThatThrownBy(() -> parse("codec", "kryo"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("codec=\"kryo\"", "java or the class of a Redisson codec");
    }

    @Test
    void aCodecWhoseLibraryIsMissingStopsTheStart() {
        ManagerSettings settings = parse("codec", "org.redisson.codec.ForyCodec");
        assertThatThrownBy(() -> Codecs.of(settings, CodecTest.class::getClassLoader))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("codec=\"org.redisson.codec.ForyCodec\"", "org.apache.fory", "lib/");
    }

    @Test
    void aFilterThatTheCodecWouldNotAskStopsTheStart() {
        assertThatThrownBy(() -> parse("codec", JACKSON, "serialFilter", "com.example.**;!*"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "serialFilter=\"com.example.**;!*\"", "codec=\"" + JACKSON + '"', "signingKey");
        assertThat(parse("codec", SERIALIZATION, "serialFilter", "com.example.**;!*")
                        .codec())
                .isEqualTo("java");
    }

    /** Also without a {@code serialFilter}: it is not for them. */
    @Test
    void ofTomcatsOwnValuesOnlyASavedRequestIsRead() throws Exception {
        Codecs codecs = Codecs.of(
                ManagerSettings.parse(Map.of("redis", "redis://127.0.0.1:1"), "a"), getClass()::getClassLoader);
        byte[] uri = codecs.application().encode("p:form.request", URI.create("http://example.com/"));
        assertThatThrownBy(() -> codecs.own().decode("p:form.request", uri))
                .isInstanceOf(AttributeException.class)
                .hasMessageContaining("java.net.URI");
        byte[] request = codecs.own().encode("p:form.request", savedRequest());
        assertThat(codecs.own().decode("p:form.request", request)).isInstanceOf(SavedRequest.class);
    }

    private static SavedRequest savedRequest() {
        SavedRequest request = new SavedRequest();
        request.setMethod("POST");
        request.addCookie(new Cookie("a", "b"));
        request.addHeader("c", "d");
        request.addLocale(Locale.CANADA_FRENCH);
        ByteChunk body = new ByteChunk();
        body.setBytes(new byte[] {1, 2}, 0, 2);
        request.setBody(body);
        return request;
    }
}
