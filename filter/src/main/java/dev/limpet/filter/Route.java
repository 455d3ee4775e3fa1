package dev.limpet.filter;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A node's name as the balancer knows it. Has no dot, because Tomcat and the balancers take what follows the first dot of a cookie for the name.
 *
 * @param name 1 to 64 of letters, digits, {@code -} and {@code _}
 */
public record Route(String name) {

    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public Route {
        Objects.requireNonNull(name, "name");
        if (!RULE.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "route is \"" + name + "\": it has to be 1 to 64 letters, digits, '-' or '_', and no dot");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
