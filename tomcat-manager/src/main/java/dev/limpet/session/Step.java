package dev.limpet.session;

/** What a request that comes to a session has to do next. */
sealed interface Step {

    /** Serve this copy. The request has entered it. */
    record Serve(Copy copy) implements Step {}

    /** Send this load, once {@code after} (or null) is over. */
    record Lead(LoadTicket ticket, LoadTicket after) implements Step {}

    /** Another request sends this load, later than now: its answer is good for this request too. */
    record Join(LoadTicket ticket) implements Step {}

    /** A load that was sent before this request came: begin again when it is over. */
    record WaitFor(LoadTicket ticket) implements Step {}

    /** The entry has been cleared away: begin again with a new one. */
    record Retired() implements Step {}
}
