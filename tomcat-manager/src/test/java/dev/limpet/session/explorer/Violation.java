package dev.limpet.session.explorer;

/** A property of the protocol does not hold in some schedule. */
@SuppressWarnings("serial")
final class Violation extends RuntimeException {

    Violation(String what) {
        super(what, null, false, false);
    }
}
