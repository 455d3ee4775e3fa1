package dev.limpet.session.explorer;

/** A property of the protocol does not hold in some schedule. An error: no catch around an application's listeners takes it for a failure of theirs. */
@SuppressWarnings("serial")
final class Violation extends Error {

    Violation(String what) {
        super(what, null, false, false);
    }
}
