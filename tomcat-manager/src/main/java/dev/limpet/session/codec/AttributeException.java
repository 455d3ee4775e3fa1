package dev.limpet.session.codec;

/** One attribute could not be encoded or decoded; the message names it and is fit for a log. */
public abstract class AttributeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String attribute;

    AttributeException(String attribute, String problem, Throwable cause) {
        super("attribute \"" + attribute + "\" " + problem, cause);
        this.attribute = attribute;
    }

    public String attribute() {
        return attribute;
    }
}
