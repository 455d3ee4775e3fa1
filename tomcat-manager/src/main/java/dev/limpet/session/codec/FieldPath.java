package dev.limpet.session.codec;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The way from a value to an object inside it, for error messages: {@code Cart.items[3].connection (java.net.Socket)}. Found by walking what
 * serialisation would walk, breadth first, so it is the shortest. Costs nothing until something has gone wrong.
 */
final class FieldPath {

    private static final int MOST_OBJECTS = 100_000;

    private final Object end;
    private final String labels;

    private FieldPath(Object end, String labels) {
        this.end = end;
        this.labels = labels;
    }

    /** The path to the nearest object that is wanted, or null if there is none where one can look without special rights. */
    static FieldPath to(Predicate<Object> wanted, Object root) {
        try {
            return new Search(wanted).from(root);
        } catch (RuntimeException e) {
            // the objects are being changed by another thread, or a collection of the application's own fails: then
            // without a path
            return null;
        }
    }

    @Override
    public String toString() {
        return labels + " ("
                + (end.getClass().isHidden() ? "a lambda" : end.getClass().getTypeName()) + ')';
    }

    private static final class Search {

        private final Predicate<Object> wanted;
        private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Queue<Step> ahead = new ArrayDeque<>();

        private Search(Predicate<Object> wanted) {
            this.wanted = wanted;
        }

        private FieldPath from(Object root) {
            reach(null, nameOf(root.getClass()), root);
            while (!ahead.isEmpty() && seen.size() < MOST_OBJECTS) {
                Step step = ahead.remove();
                if (wanted.test(step.value)) {
                    return new FieldPath(step.value, step.path());
                }
                ObjectParts.visit(step.value, (label, part) -> reach(step, label, part));
            }
            return null;
        }

        private void reach(Step before, String label, Object value) {
            if (value != null && seen.add(value)) {
                ahead.add(new Step(before, label, value));
            }
        }

        private static String nameOf(Class<?> type) {
            return type.isAnonymousClass() || type.isHidden() ? type.getTypeName() : type.getSimpleName();
        }
    }

    private record Step(Step before, String label, Object value) {

        private String path() {
            StringBuilder path = new StringBuilder();
            for (Step step = this; step != null; step = step.before) {
                path.insert(0, step.label);
            }
            return path.toString();
        }
    }
}
