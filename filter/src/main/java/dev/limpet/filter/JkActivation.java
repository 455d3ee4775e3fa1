package dev.limpet.filter;

import jakarta.servlet.ServletRequest;

/** What mod_jk says with a request about its own plans with this node: with {@code DIS} and {@code STP} it wants the node's clients elsewhere. */
final class JkActivation {

    private static final String ATTRIBUTE = "JK_LB_ACTIVATION";

    private JkActivation() {}

    static boolean letsGo(ServletRequest request) {
        Object activation = request.getAttribute(ATTRIBUTE);
        return "DIS".equals(activation) || "STP".equals(activation);
    }
}
