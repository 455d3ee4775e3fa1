package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;

import org.apache.catalina.core.StandardContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which listeners are called, on which node, with what. */
class LifecycleTest {

    private static Cluster cluster;
    private static EmbeddedNode a;
    private static EmbeddedNode b;

    private final Guest guest = new Guest();

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start(Cluster.STILL, node -> {
            Events.listenTo(node);
            InOrder.listenTo(node);
        });
        a = cluster.a();
        b = cluster.b();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @BeforeEach
    void forget() {
        Events.forget();
    }

    // ------------------------------------------------------------------------------------------------------ sessions

    @Test
    void aSessionIsCreatedOnceAndOnTheNodeThatMadeIt() throws Exception {
        guest.set(a, "x", 1);
        guest.set(b, "x", 2);
        guest.set(a, "x", 3);
        assertThat(Events.of(guest.id()))
                .containsExactly("a created", "a added x=1", "b replaced x=1", "a replaced x=2");
    }

    /** As the specification has it: at the end in the reverse of the order in which they are declared. */
    @Test
    void severalListenersAreCalledInTheirOrderAndAtTheEndInReverse() throws Exception {
        guest.set(a, "x", 1);
        guest.at(b, (request, response) -> {
            request.getSession().invalidate();
            return null;
        });
        assertThat(InOrder.heardOf(guest.id()))
                .containsExactly("first created", "second created", "second destroyed", "first destroyed");
    }

    private record InOrder(String name) implements HttpSessionListener {

        private static final Map<String, List<String>> HEARD = new ConcurrentHashMap<>();

        static void listenTo(EmbeddedNode node) {
            StandardContext context = (StandardContext) node.context();
            context.addApplicationLifecycleListener(new InOrder("first"));
            context.addApplicationLifecycleListener(new InOrder("second"));
        }

        static List<String> heardOf(String sessionId) {
            return HEARD.get(sessionId);
        }

        private void heard(HttpSessionEvent event, String what) {
            HEARD.computeIfAbsent(event.getSession().getId(), id -> new CopyOnWriteArrayList<>())
                    .add(name + what);
        }

        @Override
        public void sessionCreated(HttpSessionEvent event) {
            heard(event, " created");
        }

        @Override
        public void sessionDestroyed(HttpSessionEvent event) {
            heard(event, " destroyed");
        }
    }

    @Test
    void attributesOfAnotherNodeAreReplacedAndRemovedWithTheirValues() throws Exception {
        guest.set(a, "list", new ArrayList<>(List.of("x")));
        guest.at(b, (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("list", "other");
            session.removeAttribute("list");
            return null;
        });
        assertThat(Events.of(guest.id()))
                .containsExactly("a created", "a added list=[x]", "b replaced list=[x]", "b removed list=other");
    }

    @Test
    void whatSomebodyElseChangedIsNoEventHere() throws Exception {
        guest.set(a, "x", 1);
        guest.set(b, "x", 2);
        Events.forget();
        guest.get(a, "x");
        guest.get(b, "x");
        assertThat(Events.of(guest.id())).isEmpty();
    }

    @Test
    void theChangeOfTheIdIsToldWithTheFormerOne() throws Exception {
        guest.set(a, "x", 1);
        String former = guest.id();
        guest.at(b, (request, response) -> request.changeSessionId());
        assertThat(Events.of(guest.id())).containsExactly("b renamed " + former);
    }

    // --------------------------------------------------------------------------------------------------- binding

    @Test
    void valuesAreBoundWhereTheyAreSetAndUnboundWhereTheyAreReplaced() throws Exception {
        guest.set(a, "bound", new Bound("one"));
        guest.set(b, "bound", new Bound("two"));
        guest.at(a, (request, response) -> {
            request.getSession().removeAttribute("bound");
            return null;
        });
        assertThat(Events.withoutAttributes(guest.id()))
                .containsExactly("a created", "a bound one", "b bound two", "b unbound one", "a unbound two");
    }

    /** Also where the node has it from another one. */
    @Test
    void aValueThatIsSetOnceMoreIsNeitherBoundNorUnboundAgain() throws Exception {
        guest.set(a, "bound", new Bound("one"));
        Events.forget();
        for (EmbeddedNode node : List.of(a, b, a)) {
            guest.at(node, (request, response) -> {
                HttpSession session = request.getSession();
                session.setAttribute("bound", session.getAttribute("bound"));
                return null;
            });
        }
        assertThat(Events.withoutAttributes(guest.id())).isEmpty();
    }

    @Test
    void aLoadBindsNothing() throws Exception {
        guest.set(a, "bound", new Bound("one"));
        Events.forget();
        guest.get(b, "bound");
        guest.get(a, "bound");
        assertThat(Events.of(guest.id())).isEmpty();
    }

    // -------------------------------------------------------------------------------------------------- activation

    @Test
    void aFailoverActivatesWhatWantsToKnowOnTheNewNode() throws Exception {
        guest.set(a, "aware", new Aware("one"));
        Events.forget();
        guest.hasSession(b);
        guest.hasSession(b);
        assertThat(Events.of(guest.id()))
                .filteredOn(event -> event.startsWith("b"))
                .containsExactly("b activated one");
    }

    @Test
    void aFailoverIsNoCreation() throws Exception {
        guest.set(a, "aware", new Aware("one"));
        Events.forget();
        guest.hasSession(b);
        guest.hasSession(a);
        assertThat(Events.of(guest.id())).noneMatch(event -> event.contains("created") || event.contains("destroyed"));
    }

    @Test
    void parallelRequestsAfterAFailoverActivateOnce() throws Exception {
        guest.set(a, "aware", new Aware("one"));
        Events.forget();
        ExecutorService pool = Executors.newFixedThreadPool(6);
        try {
            List<Future<Boolean>> requests = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Guest twin = guest.twin();
                requests.add(pool.submit(() -> twin.hasSession(b)));
            }
            for (Future<Boolean> each : requests) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(Events.of(guest.id()))
                .filteredOn(event -> event.startsWith("b"))
                .containsExactly("b activated one");
    }

    @Test
    void parallelRequestsAfterAFailoverHaveOneObject() throws Exception {
        guest.set(a, "list", new ArrayList<>());
        CountDownLatch allHaveIt = new CountDownLatch(6);
        ExecutorService pool = Executors.newFixedThreadPool(6);
        try {
            List<Future<Object>> requests = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Guest twin = guest.twin();
                requests.add(pool.submit(() -> twin.at(b, (request, response) -> {
                    Object list = request.getSession().getAttribute("list");
                    allHaveIt.countDown();
                    allHaveIt.await();
                    return list;
                })));
            }
            Object first = requests.get(0).get();
            for (Future<Object> each : requests) {
                assertThat(each.get()).isSameAs(first);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void theActivatedValueIsTheOneThatTheApplicationGets() throws Exception {
        guest.set(a, "aware", new Aware("one"));
        Boolean here = guest.finds(
                b, (request, response) -> ((Aware) request.getSession().getAttribute("aware")).awake);
        assertThat(here).isTrue();
    }

    // ------------------------------------------------------------------------------------------------------- the end

    @Test
    void aLogoutIsToldOnceWhereItHappensWithTheValuesAtHand() throws Exception {
        guest.set(a, "bound", new Bound("one"));
        Events.forget();
        guest.at(b, (request, response) -> {
            request.getSession().invalidate();
            return null;
        });
        assertThat(Events.of(guest.id()))
                .containsExactly("b destroyed bound=one", "b unbound one", "b removed bound=one");
    }

    @Test
    void aLogoutOnTwoNodesAtOnceIsToldOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 20; round++) {
                Guest one = new Guest();
                one.set(a, "bound", new Bound("x"));
                Guest other = one.twin();
                String id = one.id();
                CountDownLatch bothHaveIt = new CountDownLatch(2);
                Future<?> first = pool.submit(() -> logout(one, a, bothHaveIt));
                Future<?> second = pool.submit(() -> logout(other, b, bothHaveIt));
                first.get();
                second.get();
                assertThat(Events.of(id))
                        .filteredOn(event -> event.contains("destroyed"))
                        .hasSize(1);
                assertThat(Events.of(id))
                        .filteredOn(event -> event.contains("unbound"))
                        .hasSize(1);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static Object logout(Guest guest, EmbeddedNode node, CountDownLatch bothHaveIt) throws Exception {
        return guest.at(node, (request, response) -> {
            HttpSession session = request.getSession();
            bothHaveIt.countDown();
            bothHaveIt.await();
            session.invalidate();
            return null;
        });
    }

    @Test
    void aListenerThatFailsKeepsNobodyFromHearing() throws Exception {
        guest.set(a, "bad", new Failing());
        guest.set(a, "good", new Bound("good"));
        guest.at(b, (request, response) -> {
            request.getSession().invalidate();
            return null;
        });
        assertThat(Events.of(guest.id())).contains("b unbound good");
        assertThat(guest.hasSession(a)).isFalse();
    }
}
