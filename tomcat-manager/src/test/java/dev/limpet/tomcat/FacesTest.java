package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.limpet.testing.Folders;

/**
 * Pages of Jakarta Faces (Mojarra, with Weld for their beans) whose state is saved on the server, so in the session: a form goes on at whichever node it is
 * sent to.
 */
class FacesTest {

    private static final String SHOP = "shop.xhtml";
    private static final String CART = "cart.xhtml";
    private static final int VIEWS = 3;

    private static final Path FOLDER = Folders.make("limpet-faces");

    private static Cluster cluster;
    private static EmbeddedNode a;
    private static EmbeddedNode b;

    private final FacesVisitor visitor = new FacesVisitor();

    @BeforeAll
    static void start() throws Exception {
        FacesWebapp.writeTo(FOLDER);
        Map<String, String> attributes = new HashMap<>(Cluster.STILL);
        attributes.put(
                "serialFilter",
                "dev.limpet.tomcat.faces.*;jakarta.faces.**;com.sun.faces.**;org.jboss.weld.**;java.base/*;!*");
        cluster = Cluster.start(attributes, node -> node.addWebapp(FacesVisitor.PATH, FOLDER));
        a = cluster.a();
        b = cluster.b();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        Folders.delete(FOLDER);
    }

    // ------------------------------------------------------------------------------------------------------ failover

    @Test
    void aFormGoesOnAtTheOtherNodeAndBack() throws Exception {
        visitor.open(a, SHOP).press(a, "add", "shell");
        assertThat(visitor.shown("draft")).isEqualTo("[shell]");
        assertThat(visitor.press(b, "add", "rock").shown("draft")).isEqualTo("[shell, rock]");
        assertThat(visitor.press(b, "add", "sand").shown("draft")).isEqualTo("[shell, rock, sand]");
        assertThat(visitor.press(a, "add", "tide").shown("draft")).isEqualTo("[shell, rock, sand, tide]");
    }

    @Test
    void aBeanOfTheSessionChangedInPlaceOnlyIsThereOnTheOtherNode() throws Exception {
        visitor.open(a, SHOP).press(a, "add", "shell").press(a, "order", "");
        assertThat(visitor.open(b, CART).shown("cart")).isEqualTo("[shell]");

        visitor.open(b, SHOP).press(b, "add", "rock").press(b, "order", "");
        assertThat(visitor.open(a, CART).shown("cart")).isEqualTo("[shell, rock]");
    }

    @Test
    void twoTabsOnTwoNodesKeepTheirOwnBeans() throws Exception {
        FacesVisitor other = visitor.open(a, SHOP).tab().open(b, SHOP);
        visitor.press(a, "add", "shell");
        other.press(b, "add", "rock");
        assertThat(visitor.press(b, "add", "sand").shown("draft")).isEqualTo("[shell, sand]");
        assertThat(other.press(a, "add", "tide").shown("draft")).isEqualTo("[rock, tide]");
    }

    // -------------------------------------------------------------------------------------------------- expired views

    @Test
    void anUnknownViewIsAnErrorAndNothingElse() throws Exception {
        visitor.open(a, SHOP).press(a, "add", "shell").press(a, "order", "");
        String session = visitor.session();
        for (EmbeddedNode node : List.of(a, b)) {
            assertExpired(visitor.submit(node, "add", "lost", "12:34"));
            assertThat(visitor.session()).isEqualTo(session);
            assertThat(visitor.press(node, "look", "").shown("cart")).isEqualTo("[shell]");
            assertThat(visitor.shown("draft")).isEqualTo("[shell]");
        }
    }

    @Test
    void aViewThatHasMadeWayForNewerOnesHasExpiredOnBothNodes() throws Exception {
        visitor.open(a, SHOP).press(a, "add", "shell").press(a, "order", "");
        FacesVisitor newer = visitor.tab();
        for (int i = 0; i < VIEWS; i++) {
            newer.open(b, SHOP);
        }
        for (EmbeddedNode node : List.of(a, b)) {
            assertExpired(visitor.submit(node, "add", "lost", visitor.viewState()));
        }
        assertThat(newer.press(a, "add", "rock").shown("draft")).isEqualTo("[rock]");
        assertThat(newer.shown("cart")).isEqualTo("[shell]");
    }

    private static void assertExpired(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("ViewExpiredException");
    }

    // --------------------------------------------------------------------------------------------------------- trips

    @Test
    void aPageWithoutAFormThatOnlyReadsCostsNoTrip() throws Exception {
        visitor.open(a, SHOP).press(a, "add", "shell").press(a, "order", "");
        long before = cluster.trips();
        visitor.open(a, CART);
        assertThat(cluster.trips() - before).isZero();

        visitor.open(b, CART);
        // The load, and a save: Mojarra sets jakarta.faces.request.charset where the session's string, though equal, is
        // not its own.
        assertThat(cluster.trips() - before).as("elsewhere").isEqualTo(2);
        visitor.open(b, CART);
        assertThat(cluster.trips() - before).as("at home again").isEqualTo(2);
    }

    /** Mojarra puts each form that it shows among the session's views, under a new number, also where nothing else has changed. */
    @Test
    void aPageWithAFormCostsTheTripThatSavesItsView() throws Exception {
        visitor.open(a, SHOP);
        long before = cluster.trips();
        visitor.open(a, SHOP);
        assertThat(cluster.trips() - before).as("opened").isEqualTo(1);
        visitor.press(a, "look", "");
        assertThat(cluster.trips() - before).as("sent, nothing changed").isEqualTo(2);
        visitor.press(a, "add", "shell");
        assertThat(cluster.trips() - before).as("sent, a bean changed").isEqualTo(3);
        visitor.press(b, "look", "");
        assertThat(cluster.trips() - before).as("elsewhere").isEqualTo(5);
    }
}
