package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.core.userdetails.User;

/** What an application changes in a value that it has from the session is saved without setAttribute; what cannot change costs nothing. */
class InPlaceChangesTest {

    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start(Cluster.STILL);
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("a bean", new Bean(), bean -> bean.number++, bean -> bean.number),
                change("a list", new ArrayList<Integer>(), list -> list.add(1), List::size),
                change("an element of a list", listOf(new Bean()), list -> list.get(0).number++, l -> l.get(0).number),
                change(
                        "a map",
                        new HashMap<String, Integer>(),
                        map -> map.merge("x", 1, Integer::sum),
                        map -> map.get("x")),
                change("a set", new HashSet<Integer>(), set -> set.add(set.size()), HashSet::size),
                change("an array", new int[1], array -> array[0]++, array -> array[0]),
                change("an array of arrays", new long[2][2], array -> array[1][1]++, array -> array[1][1]),
                change("a large array of bytes", new byte[100_000], bytes -> bytes[99_999]++, bytes -> bytes[99_999]),
                change("a Date", new Date(0), date -> date.setTime(date.getTime() + 1), Date::getTime),
                change("a StringBuilder", new StringBuilder(), text -> text.append('x'), StringBuilder::length),
                change("a BitSet", new BitSet(), bits -> bits.set(bits.cardinality()), BitSet::cardinality),
                change("an AtomicInteger", new AtomicInteger(), AtomicInteger::incrementAndGet, AtomicInteger::get),
                change(
                        "a map of enums",
                        new EnumMap<DayOfWeek, Bean>(Map.of(DayOfWeek.MONDAY, new Bean())),
                        map -> map.get(DayOfWeek.MONDAY).number++,
                        map -> map.get(DayOfWeek.MONDAY).number),
                change("a bean in a fixed list", List.of(new Bean()), list -> list.get(0).number++, l -> l.get(0)
                        .number),
                change(
                        "a bean in an unmodifiable view",
                        Collections.unmodifiableList(listOf(new Bean())),
                        list -> list.get(0).number++,
                        list -> list.get(0).number),
                change(
                        "a list in a record",
                        new Order("x", new ArrayList<>()),
                        order -> order.lines.add("y"),
                        order -> order.lines.size()),
                change(
                        "a record in a record in a list",
                        listOf(new Nest(new Order("x", new ArrayList<>()))),
                        list -> list.get(0).order.lines.add("y"),
                        list -> list.get(0).order.lines.size()),
                change("a ring of beans", ring(), bean -> bean.next.next.number++, bean -> bean.next.next.number),
                change("the state of views", views(), InPlaceChangesTest::nextView, InPlaceChangesTest::viewState));
    }

    private static <T> Arguments change(String what, T value, Consumer<T> change, Function<T, ? extends Number> look) {
        return arguments(what, value, change, look);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void aChangeInPlaceIsSaved(String what, Object value, Consumer<Object> change, Function<Object, Number> look)
            throws Exception {
        Guest guest = new Guest();
        guest.set(cluster.a(), "x", value);
        Errand<Number> changing = (request, response) -> {
            Object mine = request.getSession().getAttribute("x");
            change.accept(mine);
            return look.apply(mine);
        };
        Errand<Number> looking =
                (request, response) -> look.apply(request.getSession().getAttribute("x"));

        Number atHome = guest.at(cluster.a(), changing);
        assertThat(guest.at(cluster.b(), looking)).as("on the other node").isEqualTo(atHome);

        Number elsewhere = guest.at(cluster.b(), changing);
        assertThat(elsewhere.longValue()).isGreaterThan(atHome.longValue());
        assertThat(guest.at(cluster.a(), looking)).as("after a failover").isEqualTo(elsewhere);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void aValueThatIsOnlyReadCostsNoTrip(
            String what, Object value, Consumer<Object> change, Function<Object, Number> look) throws Exception {
        Guest guest = new Guest();
        guest.set(cluster.a(), "x", value);
        guest.get(cluster.b(), "x");
        long before = cluster.trips();
        Errand<Number> looking =
                (request, response) -> look.apply(request.getSession().getAttribute("x"));
        guest.at(cluster.b(), looking);
        guest.at(cluster.b(), looking);
        assertThat(cluster.trips() - before).isZero();

        guest.at(cluster.b(), (request, response) -> {
            change.accept(request.getSession().getAttribute("x"));
            return null;
        });
        assertThat(cluster.trips() - before).as("changed").isEqualTo(1);
    }

    static Stream<Object> immutables() {
        return Stream.of(
                "text",
                1,
                2L,
                'c',
                true,
                1.5,
                DayOfWeek.MONDAY,
                TimeUnit.DAYS,
                Instant.EPOCH,
                LocalDate.EPOCH,
                UUID.randomUUID(),
                BigDecimal.TEN,
                new Point(1, "x"),
                new Line(new Point(1, "x"), new Point(2, "y")),
                List.of("a", "b"),
                Map.of("a", 1));
    }

    @ParameterizedTest
    @MethodSource("immutables")
    void aValueThatNeverChangesIsNotEvenLookedAt(Object value) throws Exception {
        Guest guest = new Guest();
        guest.set(cluster.a(), "x", value);
        boolean looks = guest.at(cluster.b(), (request, response) -> {
            assertThat(request.getSession().getAttribute("x")).isEqualTo(value);
            return cluster.b().manager().node().peek(guest.id()).mayNeedSaving();
        });
        assertThat(looks).isFalse();
    }

    @Test
    void aValueThatMayChangeIsLookedAt() throws Exception {
        Guest guest = new Guest();
        guest.set(cluster.a(), "x", new Bean());
        boolean looks = guest.at(cluster.b(), (request, response) -> {
            request.getSession().getAttribute("x");
            return cluster.b().manager().node().peek(guest.id()).mayNeedSaving();
        });
        assertThat(looks).isTrue();
    }

    @Test
    void aLoginWithSpringSecurityGoesOnAtTheOtherNode() throws Exception {
        Guest guest = new Guest();
        SecurityContext context = new SecurityContextImpl(token("alice", "ROLE_USER"));
        guest.set(cluster.a(), "SPRING_SECURITY_CONTEXT", context);
        assertThat(guest.get(cluster.b(), "SPRING_SECURITY_CONTEXT")).isEqualTo(context);

        long before = cluster.trips();
        guest.at(cluster.b(), (request, response) -> {
            SecurityContext mine = (SecurityContext) request.getSession().getAttribute("SPRING_SECURITY_CONTEXT");
            assertThat(mine.getAuthentication().getAuthorities()).hasSize(1);
            return mine.getAuthentication().getName();
        });
        assertThat(cluster.trips() - before).as("only read").isZero();

        guest.at(cluster.b(), (request, response) -> {
            SecurityContext mine = (SecurityContext) request.getSession().getAttribute("SPRING_SECURITY_CONTEXT");
            mine.setAuthentication(token("alice", "ROLE_ADMIN"));
            return null;
        });
        SecurityContext changed = (SecurityContext) guest.get(cluster.a(), "SPRING_SECURITY_CONTEXT");
        assertThat(changed.getAuthentication().getAuthorities()).hasToString("[ROLE_ADMIN]");
    }

    private static UsernamePasswordAuthenticationToken token(String name, String role) {
        List<SimpleGrantedAuthority> authorities = List.of(new SimpleGrantedAuthority(role));
        User user = new User(name, "", authorities);
        return UsernamePasswordAuthenticationToken.authenticated(user, null, authorities);
    }

    @Test
    void anObjectSharedByTwoAttributesIsSavedWithBoth() throws Exception {
        Guest guest = new Guest();
        Bean shared = new Bean();
        guest.set(cluster.a(), "one", listOf(shared));
        guest.set(cluster.a(), "other", listOf(shared));
        guest.at(cluster.a(), (request, response) -> {
            request.getSession().getAttribute("other");
            ((Bean) ((List<?>) request.getSession().getAttribute("one")).get(0)).number = 7;
            return null;
        });
        assertThat(guest.get(cluster.b(), "one")).asString().isEqualTo("[7]");
        assertThat(guest.get(cluster.b(), "other")).asString().isEqualTo("[7]");
    }

    @Test
    void aChangeMadeAfterSetAttributeInTheSameRequestIsSaved() throws Exception {
        Guest guest = new Guest();
        guest.at(cluster.a(), (request, response) -> {
            List<String> list = new ArrayList<>();
            request.getSession().setAttribute("list", list);
            list.add("later");
            return null;
        });
        assertThat(guest.get(cluster.b(), "list")).isEqualTo(List.of("later"));
    }

    /** The answer to an error leaves when the application is done: then the request does not count among those who may change the value, but another one does. */
    @Test
    void aValueThatAnotherRequestMayBeChangingIsWrittenUntilItSettlesAlsoForAnError() throws Exception {
        Guest guest = new Guest();
        guest.set(cluster.a(), "x", 1);
        assertThat(writtenForAnError(guest)).as("alone").isEqualTo(1);
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Guest twin = guest.twin();
        CompletableFuture<Object> other = CompletableFuture.supplyAsync(() -> {
            try {
                return twin.at(cluster.a(), (request, response) -> {
                    request.getSession().getAttribute("x");
                    begun.countDown();
                    return done.await(10, TimeUnit.SECONDS);
                });
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        begun.await();
        assertThat(writtenForAnError(guest)).as("beside another").isGreaterThan(1);
        done.countDown();
        other.join();
    }

    private static int writtenForAnError(Guest guest) throws Exception {
        Counted.WRITTEN.set(0);
        guest.send(cluster.a(), (request, response) -> {
            request.getSession().setAttribute("counted", new Counted());
            response.sendError(404);
            return null;
        });
        return Counted.WRITTEN.get();
    }

    @Test
    void aChangeMadeByTheNextRequestThroughAKeptReferenceIsSavedOnceItIsAskedFor() throws Exception {
        Guest guest = new Guest();
        Bean kept = new Bean();
        guest.set(cluster.a(), "bean", kept);
        kept.number = 5;
        assertThat(guest.get(cluster.a(), "bean")).asString().isEqualTo("5");
        assertThat(guest.get(cluster.b(), "bean")).asString().isEqualTo("5");
    }

    // ------------------------------------------------------------------------------------------------------- values

    private static <T> ArrayList<T> listOf(T element) {
        return new ArrayList<>(List.of(element));
    }

    private static Bean ring() {
        Bean first = new Bean();
        first.next = new Bean();
        first.next.next = new Bean();
        first.next.next.next = first;
        return first;
    }

    /** As JSF keeps them: the last views in order of use, each a tree of arrays and maps. */
    private static Map<String, Object> views() {
        Map<String, Object> lastViews = new LinkedHashMap<>(16, 0.75f, true);
        lastViews.put("view1", state(0));
        return lastViews;
    }

    private static Object[] state(int counter) {
        Map<String, Object> components = new HashMap<>();
        components.put("form:counter", new Object[] {counter, new Object[] {null, "label", true}});
        return new Object[] {new Object[] {"viewRoot", Locales.ROOT}, components};
    }

    private static void nextView(Map<String, Object> views) {
        int next = viewState(views) + 1;
        views.put("view" + (next + 1), state(next));
        if (views.size() > 3) {
            views.remove(views.keySet().iterator().next());
        }
    }

    private static int viewState(Map<String, Object> views) {
        Object[] last = (Object[]) List.copyOf(views.values()).get(views.size() - 1);
        Object[] component = (Object[]) ((Map<?, ?>) last[1]).get("form:counter");
        return (Integer) component[0];
    }

    private enum Locales {
        ROOT
    }

    private static final class Bean implements Serializable {
        private static final long serialVersionUID = 1L;
        private int number;
        private Bean next;

        @Override
        public String toString() {
            return Integer.toString(number);
        }
    }

    private record Order(String name, ArrayList<String> lines) implements Serializable {}

    private record Nest(Order order) implements Serializable {}

    private record Point(int x, String name) implements Serializable {}

    private record Line(Point from, Point to) implements Serializable {}
}
