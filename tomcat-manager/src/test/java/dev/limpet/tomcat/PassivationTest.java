package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;

import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionEvent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values hear that their session leaves this node when the node gives its sessions away, and only then. */
class PassivationTest {

    private Cluster cluster;
    private EmbeddedNode a;
    private EmbeddedNode b;
    private final Guest guest = new Guest();

    /** Writes down in itself what it hears. */
    static final class Diary implements Serializable, HttpSessionActivationListener {

        private static final long serialVersionUID = 1L;

        private String text = "";

        @Override
        public void sessionWillPassivate(HttpSessionEvent event) {
            text += "p";
        }

        @Override
        public void sessionDidActivate(HttpSessionEvent event) {
            text += "a";
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Sets another attribute when it hears of it. */
    static final class Messenger implements Serializable, HttpSessionActivationListener {

        private static final long serialVersionUID = 1L;

        @Override
        public void sessionWillPassivate(HttpSessionEvent event) {
            event.getSession()
                    .setAttribute("last words", "of " + event.getSession().getAttribute("owner"));
        }
    }

    /** Fails when it hears of it. */
    static final class Moody implements Serializable, HttpSessionActivationListener {

        private static final long serialVersionUID = 1L;

        @Override
        public void sessionWillPassivate(HttpSessionEvent event) {
            throw new IllegalStateException("not now");
        }
    }

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.start(Cluster.STILL, Events::listenTo);
        a = cluster.a();
        b = cluster.b();
        Events.forget();
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void aStopTellsTheValuesAndSavesWhatTheyDoThen() throws Exception {
        guest.set(a, "diary", new Diary());
        a.context().stop();
        assertThat(guest.get(b, "diary")).hasToString("pa");
    }

    @Test
    void aReloadIsAStopAndAReturn() throws Exception {
        guest.set(a, "diary", new Diary());
        reload();
        assertThat(guest.get(a, "diary")).hasToString("pa");
        reload();
        assertThat(guest.get(a, "diary")).hasToString("papa");
    }

    /** A context without a web.xml comes back without servlets. */
    private void reload() {
        a.context().reload();
        EmbeddedNode.addServlets(a.context(), Cluster.errands());
    }

    @Test
    void whatAValueSetsThenIsSaved() throws Exception {
        guest.set(a, "owner", "ann");
        guest.set(a, "messenger", new Messenger());
        a.context().stop();
        assertThat(guest.get(b, "last words")).isEqualTo("of ann");
    }

    @Test
    void aValueThatFailsKeepsNobodyFromHearing() throws Exception {
        for (int i = 0; i < 5; i++) {
            guest.set(a, "moody " + i, new Moody());
            guest.set(a, "diary " + i, new Diary());
        }
        guest.set(a, "x", 1);
        a.context().stop();
        for (int i = 0; i < 5; i++) {
            assertThat(guest.get(b, "diary " + i)).hasToString("pa");
        }
        assertThat(guest.get(b, "x")).isEqualTo(1);
    }

    @Test
    void requestsAndSavesTellNothing() throws Exception {
        guest.set(a, "aware", new Aware("one"));
        guest.set(a, "x", 1);
        guest.get(a, "aware");
        guest.set(a, "x", 2);
        assertThat(Events.of(guest.id())).noneMatch(event -> event.contains("passivated"));
        a.context().stop();
        assertThat(Events.of(guest.id()))
                .filteredOn(event -> event.contains("passivated"))
                .containsExactly("a passivated one");
    }

    @Test
    void aCopyThatAnotherNodeHasTakenIsNotToldAndUndoesNothing() throws Exception {
        guest.set(a, "diary", new Diary());
        guest.set(a, "aware", new Aware("one"));
        guest.set(b, "x", 1);
        guest.at(b, (request, response) -> {
            ((Diary) request.getSession().getAttribute("diary")).text += "b";
            return null;
        });
        a.context().stop();
        assertThat(Events.of(guest.id())).noneMatch(event -> event.contains("passivated"));
        assertThat(guest.get(b, "diary")).hasToString("ab");
    }

    @Test
    void anEndedSessionIsNotTold() throws Exception {
        guest.set(a, "aware", new Aware("one"));
        String id = guest.id();
        guest.at(a, (request, response) -> {
            request.getSession().invalidate();
            return null;
        });
        a.context().stop();
        assertThat(Events.of(id)).noneMatch(event -> event.contains("passivated"));
    }
}
