package dev.limpet.sample;

import java.util.Locale;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

/**
 * What a visitor can do. The page's buttons and the JSON API share these, with the same parameters, and differ only in
 * how they answer.
 *
 * <p>Each change ends in {@code setAttribute}: that is how a container learns that there is something to save. As with
 * every HttpSession, two requests of one visitor at the same instant may both start from the same counter.
 */
enum Action {
    COUNTER {
        @Override
        boolean perform(HttpServletRequest request, Node node) {
            HttpSession session = request.getSession();
            session.setAttribute(Visit.COUNTER, Visit.counter(session) + 1);
            return true;
        }
    },

    /** {@code add=<name>} or {@code remove=<id>}. */
    CART {
        @Override
        boolean perform(HttpServletRequest request, Node node) {
            Optional<String> add = text(request, "add");
            Optional<Integer> remove = number(request, "remove");
            if (add.isEmpty() && remove.isEmpty()) {
                return false;
            }
            HttpSession session = request.getSession();
            Cart cart = Visit.cart(session);
            Cart changed = add.map(name -> cart.with(name, node)).orElse(cart);
            session.setAttribute(Visit.CART, remove.map(changed::without).orElse(changed));
            return true;
        }
    },

    /**
     * {@code name=<name>}. Whoever logs in gets a new session id, so that an id which somebody else planted in this
     * browser before is worth nothing now. What is in the session stays.
     */
    LOGIN {
        @Override
        boolean perform(HttpServletRequest request, Node node) {
            Optional<String> name = text(request, "name");
            name.ifPresent(visitor -> {
                HttpSession session = request.getSession();
                request.changeSessionId();
                session.setAttribute(Visit.VISITOR, visitor);
            });
            return name.isPresent();
        }
    },

    /** Ends the session, cart and all. Without a session there is nothing to do. */
    LOGOUT {
        @Override
        boolean perform(HttpServletRequest request, Node node) {
            HttpSession session = request.getSession(false);
            if (session != null) {
                session.invalidate();
            }
            return true;
        }
    };

    static final int MAX_TEXT = 40;

    /** Returns false, and has changed nothing, if a parameter is missing or makes no sense. */
    abstract boolean perform(HttpServletRequest request, Node node);

    /** The action that a path such as {@code /cart} names. */
    static Optional<Action> of(String pathInfo) {
        for (Action action : values()) {
            if (("/" + action.name().toLowerCase(Locale.ROOT)).equals(pathInfo)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(HttpServletRequest request, String parameter) {
        return Optional.ofNullable(request.getParameter(parameter))
                .map(String::strip)
                .filter(text -> !text.isEmpty() && text.length() <= MAX_TEXT);
    }

    private static Optional<Integer> number(HttpServletRequest request, String parameter) {
        return text(request, parameter).filter(text -> text.matches("\\d{1,9}")).map(Integer::valueOf);
    }
}
