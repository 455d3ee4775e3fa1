package dev.limpet.sample;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Renders the visit as HTML. Everything that a visitor or an administrator typed passes through {@link Html}. */
final class Page {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("d MMMM, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String FRAME =
            """
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>%1$s</title>
              <link rel="icon" href="limpet.svg" type="image/svg+xml">
              <link rel="stylesheet" href="style.css">
            </head>
            <body class="hue%2$d">
            <header>
              <p>You were served by</p>
              <h1>%1$s</h1>
            </header>
            <main>
            %3$s</main>
            <footer><a href="./">Ask again</a><a href="api/state">The same as JSON</a></footer>
            </body>
            </html>
            """;

    private static final String NO_SESSION =
            """
            <section class="wide line">
              <h2>Session</h2>
              <p class="big">none yet</p>
              <p>You get one with your first click below.</p>
            </section>
            """;

    private static final String SESSION =
            """
            <section class="wide line">
              <h2>Session</h2>
              <p class="big"><code>%s</code></p>
              <p>since <time datetime="%s">%s</time></p>
            </section>
            """;

    private static final String LOGIN =
            """
            <section>
              <h2>Visitor</h2>
              <p class="big">anonymous</p>
              <form method="post" action="do/login">
                <input name="name" aria-label="Your name" placeholder="Your name" maxlength="%d" autocomplete="off" required>
                <button>Log in</button>
              </form>
            </section>
            """;

    private static final String LOGOUT =
            """
            <section>
              <h2>Visitor</h2>
              <p class="big">%s</p>
              <form method="post" action="do/logout"><button>Log out</button></form>
            </section>
            """;

    private static final String COUNTER =
            """
            <section>
              <h2>Counter</h2>
              <p class="big">%d</p>
              <form method="post" action="do/counter"><button>Count</button></form>
            </section>
            """;

    private static final String CART =
            """
            <section class="wide">
              <h2>Cart</h2>
            %s  <form method="post" action="do/cart">
                <input name="add" aria-label="Item" placeholder="Tea, rope, a lantern" maxlength="%d" autocomplete="off" required>
                <button>Add</button>
              </form>
            </section>
            """;

    private static final String ITEM =
            """
              <li><span>%s</span><small>added on %s</small>
                <form method="post" action="do/cart"><button name="remove" value="%d" aria-label="Remove %1$s">Remove</button></form></li>
            """;

    private Page() {}

    static String render(Node node, Optional<Visit> visit) {
        return FRAME.formatted(Html.escape(node.name()), node.hue(), sections(visit));
    }

    private static String sections(Optional<Visit> visit) {
        return visit.map(Page::session).orElse(NO_SESSION)
                + visitor(visit.map(Visit::visitor))
                + COUNTER.formatted(visit.map(Visit::counter).orElse(0))
                + cart(visit.map(Visit::cart).orElse(Cart.EMPTY));
    }

    private static String session(Visit visit) {
        Instant since = visit.since();
        return SESSION.formatted(Html.escape(visit.sessionHash()), since, CLOCK.format(since));
    }

    private static String visitor(Optional<String> name) {
        return name.map(Html::escape).map(LOGOUT::formatted).orElseGet(() -> LOGIN.formatted(Action.MAX_TEXT));
    }

    private static String cart(Cart cart) {
        return CART.formatted(items(cart.items()), Action.MAX_TEXT);
    }

    private static String items(List<Item> items) {
        if (items.isEmpty()) {
            return "  <p>Empty.</p>\n";
        }
        return items.stream().map(Page::item).collect(Collectors.joining("", "  <ul>\n", "  </ul>\n"));
    }

    private static String item(Item item) {
        return ITEM.formatted(Html.escape(item.name()), Html.escape(item.addedBy()), item.id());
    }
}
