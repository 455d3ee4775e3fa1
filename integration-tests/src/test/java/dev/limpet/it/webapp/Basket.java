package dev.limpet.it.webapp;

import java.io.Serializable;

/** Says that it can be serialised, and cannot, for what it holds. */
@SuppressWarnings("serial")
final class Basket implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Object content;

    Basket(Object content) {
        this.content = content;
    }

    @Override
    public String toString() {
        return "a basket of " + content;
    }
}
