package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import jakarta.servlet.http.HttpSession;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.limpet.session.codec.CompiledClasses;

/** Values that a node cannot read or must not read, and values that cannot be stored. */
class ChangedClassesTest {

    private static final String THING = "app.Thing";

    private Cluster cluster;
    private final Guest guest = new Guest();

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    private static CompiledClasses thing(String body) {
        return CompiledClasses.of(
                THING, "package app; public class Thing implements java.io.Serializable {" + body + "}");
    }

    private static CompiledClasses firstVersion() {
        return thing("private static final long serialVersionUID = 1L; public String text = \"first\";"
                + " public String toString() { return text; }");
    }

    private void startWith(ClassLoader ofA, ClassLoader ofB, String unreadable) throws Exception {
        Map<String, String> attributes = new HashMap<>(Cluster.STILL);
        attributes.put("unreadableAttribute", unreadable);
        cluster = Cluster.start(attributes, node -> node.context()
                .setParentClassLoader(node.route().equals("a") ? ofA : ofB));
    }

    private void startWith(Map<String, String> ofA, Map<String, String> ofB) throws Exception {
        cluster = Cluster.start(still(ofA), still(ofB), node -> {});
    }

    private static Map<String, String> still(Map<String, String> attributes) {
        Map<String, String> all = new HashMap<>(Cluster.STILL);
        all.putAll(attributes);
        return all;
    }

    private void setThing() throws Exception {
        guest.at(cluster.a(), (request, response) -> {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            Object thing = loader.loadClass(THING).getConstructor().newInstance();
            request.getSession().setAttribute("thing", thing);
            request.getSession().setAttribute("x", 1);
            return null;
        });
    }

    // ------------------------------------------------------------------------------------------- vanished, changed

    @Test
    void aClassOfTheWebappIsReadByTheOtherNodesWebapp() throws Exception {
        startWith(firstVersion(), firstVersion(), "drop");
        setThing();
        assertThat(guest.get(cluster.b(), "thing")).hasToString("first");
    }

    @Test
    void aClassThatIsGoneCostsItsAttributeOnly() throws Exception {
        startWith(firstVersion(), CompiledClasses.none(), "drop");
        setThing();
        assertThat(guest.get(cluster.b(), "thing")).isNull();
        assertThat(guest.get(cluster.b(), "x")).isEqualTo(1);
    }

    @Test
    void aClassThatHasChangedCostsItsAttributeOnly() throws Exception {
        startWith(firstVersion(), thing("private static final long serialVersionUID = 2L;"), "drop");
        setThing();
        assertThat(guest.get(cluster.b(), "thing")).isNull();
        assertThat(guest.get(cluster.b(), "x")).isEqualTo(1);
    }

    @Test
    void aConstantThatIsGoneCostsItsAttributeOnly() throws Exception {
        String field = "private static final long serialVersionUID = 1L; public State state = State.OPEN;";
        startWith(
                thing(field + "public enum State { OPEN, CLOSED }"),
                thing("private static final long serialVersionUID = 1L; public State state;"
                        + " public enum State { CLOSED }"),
                "drop");
        setThing();
        assertThat(guest.get(cluster.b(), "thing")).isNull();
        assertThat(guest.get(cluster.b(), "x")).isEqualTo(1);
        guest.set(cluster.b(), "x", 2);
        assertThat(guest.get(cluster.a(), "thing"))
                .as("there the constant is known")
                .isNotNull();
    }

    @Test
    void whatAValueResolvesToIsThatOfTheNodeThatReadsIt() throws Exception {
        CompiledClasses ofB = single();
        startWith(single(), ofB, "fail");
        setThing();
        assertThat(guest.get(cluster.b(), "thing"))
                .isSameAs(ofB.loadClass(THING).getField("ONE").get(null));
    }

    private static CompiledClasses single() {
        return thing("public static final Thing ONE = new Thing(); private Object readResolve() { return ONE; }");
    }

    @Test
    void aProxyAnswersOnTheOtherNodeAsItDidOnTheFirst() throws Exception {
        startWith(handler(), handler(), "fail");
        guest.at(cluster.a(), (request, response) -> {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            Object handler = loader.loadClass(THING).getConstructor().newInstance();
            Object proxy = Proxy.newProxyInstance(
                    loader, new Class<?>[] {Callable.class, Serializable.class}, (InvocationHandler) handler);
            request.getSession().setAttribute("thing", proxy);
            return null;
        });
        assertThat(((Callable<?>) guest.get(cluster.b(), "thing")).call()).isEqualTo("call answered");
    }

    private static CompiledClasses handler() {
        return CompiledClasses.of(
                THING,
                "package app; public class Thing implements java.io.Serializable, java.lang.reflect.InvocationHandler {"
                        + " public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {"
                        + " return method.getName() + \" answered\"; } }");
    }

    @Test
    void whatANodeCannotReadStaysForThoseThatCan() throws Exception {
        startWith(firstVersion(), CompiledClasses.none(), "drop");
        setThing();
        guest.get(cluster.b(), "thing");
        guest.set(cluster.b(), "x", 2);
        guest.at(cluster.b(), (request, response) -> request.changeSessionId());
        assertThat(guest.get(cluster.a(), "thing")).hasToString("first");
        assertThat(guest.get(cluster.a(), "x")).isEqualTo(2);
    }

    @Test
    void whatANodeCannotReadItMayReplace() throws Exception {
        startWith(firstVersion(), CompiledClasses.none(), "drop");
        setThing();
        guest.set(cluster.b(), "thing", "other");
        assertThat(guest.get(cluster.a(), "thing")).isEqualTo("other");
    }

    @Test
    void whatANodeCannotReadItMayRemove() throws Exception {
        startWith(firstVersion(), CompiledClasses.none(), "drop");
        setThing();
        guest.at(cluster.b(), (request, response) -> {
            request.getSession().removeAttribute("thing");
            return null;
        });
        assertThat(guest.names(cluster.a())).containsExactly("x");
    }

    @Test
    void aSessionWithSomethingUnreadableEndsAsAnyOther() throws Exception {
        startWith(firstVersion(), CompiledClasses.none(), "drop");
        setThing();
        guest.at(cluster.b(), (request, response) -> {
            request.getSession().invalidate();
            return null;
        });
        assertThat(guest.hasSession(cluster.a())).isFalse();
    }

    @Test
    void theRequestThatAsksForItFailsIfThatIsWanted() throws Exception {
        startWith(firstVersion(), CompiledClasses.none(), "fail");
        setThing();
        assertThat(guest.send(cluster.b(), (request, response) -> request.getSession()
                                .getAttribute("thing"))
                        .statusCode())
                .isEqualTo(500);
        assertThat(guest.get(cluster.b(), "x")).isEqualTo(1);
        assertThat(guest.get(cluster.a(), "thing")).hasToString("first");
    }

    @Test
    void aValueThatWantsToHearOfItsActivationAndCannotBeReadFailsOnlyWhoAsksForIt() throws Exception {
        startWith(Map.of(), Map.of("serialFilter", "!" + Aware.class.getName(), "unreadableAttribute", "fail"));
        guest.set(cluster.a(), "aware", new Aware("one"));
        guest.set(cluster.a(), "x", 1);
        assertThat(guest.get(cluster.b(), "x")).isEqualTo(1);
        assertThat(guest.send(cluster.b(), (request, response) -> request.getSession()
                                .getAttribute("aware"))
                        .statusCode())
                .isEqualTo(500);
    }

    // ------------------------------------------------------------------------------------------------ serialFilter

    @Test
    void aClassThatIsNotAllowedIsNotReadAndStaysAsItIs() throws Exception {
        startWith(Map.of(), Map.of("serialFilter", "java.base/*;java.lang.*;!*"));
        guest.set(cluster.a(), "bound", new ArrayList<>(List.of(new Bound("x"))));
        guest.set(cluster.a(), "x", 1);
        assertThat(guest.get(cluster.b(), "bound")).isNull();
        assertThat(guest.get(cluster.b(), "x")).isEqualTo(1);
        assertThat(guest.get(cluster.a(), "bound")).hasToString("[x]");
    }

    // -------------------------------------------------------------------------------------------------- signingKey

    @Test
    void keysAreRotatedWithoutLosingAnything() throws Exception {
        startWith(
                Map.of("signingKey", "the-old-key-0123456789,the-new-key-0123456789"),
                Map.of("signingKey", "the-new-key-0123456789,the-old-key-0123456789"));
        guest.set(cluster.a(), "x", "old");
        guest.set(cluster.b(), "y", "new");
        assertThat(guest.get(cluster.b(), "x")).isEqualTo("old");
        assertThat(guest.get(cluster.a(), "y")).isEqualTo("new");
    }

    @Test
    void whatSomebodyElseHasSignedIsNotRead() throws Exception {
        startWith(Map.of("signingKey", "the-key-of-a-0123456789"), Map.of("signingKey", "the-key-of-b-0123456789"));
        guest.set(cluster.a(), "x", "of a");
        assertThat(guest.get(cluster.b(), "x")).isNull();
        guest.set(cluster.b(), "y", "of b");
        assertThat(guest.get(cluster.a(), "x")).isEqualTo("of a");
        assertThat(guest.get(cluster.a(), "y")).isNull();
    }

    @Test
    void bytesThatWereTamperedWithAreNotRead() throws Exception {
        Map<String, String> signed = Map.of("signingKey", "the-key-of-both-0123456789");
        startWith(signed, signed);
        guest.set(cluster.a(), "x", "good");
        guest.set(cluster.a(), "y", "good");
        cluster.redis()
                .command(
                        "EVAL",
                        "local key = redis.call('KEYS', '*session:' .. ARGV[1])[1]"
                                + " local value = redis.call('HGET', key, 'a:x')"
                                + " redis.call('HSET', key, 'a:x', (string.gsub(value, 'good', 'evil')))",
                        "0",
                        guest.id());
        assertThat(guest.get(cluster.b(), "x")).isNull();
        assertThat(guest.get(cluster.b(), "y")).isEqualTo("good");
    }

    @Test
    void aSignedValueIsGoodForItsOwnSessionAndNameOnly() throws Exception {
        Map<String, String> signed = Map.of("signingKey", "the-key-of-both-0123456789");
        startWith(signed, signed);
        guest.set(cluster.a(), "admin", true);
        Guest other = new Guest();
        other.set(cluster.a(), "admin", false);
        other.set(cluster.a(), "y", false);
        cluster.redis()
                .command(
                        "EVAL",
                        "local from = redis.call('KEYS', '*session:' .. ARGV[1])[1]"
                                + " local to = redis.call('KEYS', '*session:' .. ARGV[2])[1]"
                                + " redis.call('HSET', to, 'a:admin', redis.call('HGET', from, 'a:admin'))"
                                + " redis.call('HSET', from, 'a:other', redis.call('HGET', from, 'a:admin'))",
                        "0",
                        guest.id(),
                        other.id());
        assertThat(other.get(cluster.b(), "admin")).isNull();
        assertThat(other.get(cluster.b(), "y")).isEqualTo(false);
        assertThat(guest.get(cluster.b(), "other")).isNull();
        assertThat(guest.get(cluster.b(), "admin")).isEqualTo(true);
    }

    // --------------------------------------------------------------------------------------------- cannot be stored

    @Test
    void aLambdaIsRefusedAndTheSessionGoesOn() throws Exception {
        startWith(Map.of(), Map.of());
        guest.set(cluster.a(), "x", 1);
        Runnable lambda = (Runnable & Serializable) () -> {};
        int status = guest.send(cluster.a(), (request, response) -> {
                    request.getSession().setAttribute("work", lambda);
                    return null;
                })
                .statusCode();
        assertThat(status).isEqualTo(500);
        assertThat(guest.get(cluster.a(), "x")).isEqualTo(1);
        assertThat(guest.names(cluster.a())).containsExactly("x");
        assertThat(guest.names(cluster.b())).containsExactly("x");
    }

    /** It would be there until its node is lost. */
    @Test
    void aValueThatNoNodeCouldReadFailsTheRequestThatSetsIt() throws Exception {
        startWith(Map.of(), Map.of());
        guest.set(cluster.a(), "x", 1);
        int status = guest.send(cluster.a(), (request, response) -> {
                    request.getSession().setAttribute("thing", new Inheriting());
                    return null;
                })
                .statusCode();
        assertThat(status).isEqualTo(500);
        assertThat(guest.names(cluster.b())).containsExactly("x");
    }

    /** Not serializable, so that its constructor is called when a subclass is read. */
    private static class Demanding {
        Demanding(String something) {
            something.strip();
        }
    }

    private static final class Inheriting extends Demanding implements Serializable {
        private static final long serialVersionUID = 1L;

        Inheriting() {
            super("x");
        }
    }

    @Test
    void aValueWithSomethingInItThatCannotBeStoredFailsTheRequestThatHasSetIt() throws Exception {
        startWith(Map.of(), Map.of());
        guest.set(cluster.a(), "list", new ArrayList<>(List.of("good")));
        int status = guest.send(cluster.b(), (request, response) -> {
                    HttpSession session = request.getSession();
                    @SuppressWarnings("unchecked")
                    List<Object> list = (List<Object>) session.getAttribute("list");
                    list.add(new Object());
                    return null;
                })
                .statusCode();
        assertThat(status).isEqualTo(500);
        assertThat(guest.get(cluster.b(), "list")).isEqualTo(List.of("good"));
        assertThat(guest.get(cluster.a(), "list")).isEqualTo(List.of("good"));
    }
}
